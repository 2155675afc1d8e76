"""`make run`: one process that opens the shop, keeps it open and closes it in good order.

`python -m shop.supervisor` starts PostgreSQL and Redis (unless URLs name real ones), prepares the
shop, then runs web server, Celery worker and Celery beat as its children.
"""
