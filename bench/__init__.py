"""Benchmarks: each module has a `main()` and says in its first line what it compares."""
