"""`manage.py bench_search`: filtered search beside plain pgvector, faiss, hnswlib and numpy."""
