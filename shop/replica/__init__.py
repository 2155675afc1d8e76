"""Pages that only show things may read from a streaming replica of the database, and be stale.

Nothing is ever sold by what a replica says: bag, till, admin, API, sessions and workers read and
write the primary, which looks at the stock again (docs/running.md, "A replica for reads").
"""

REPLICA = "replica"  # its alias in DATABASES
