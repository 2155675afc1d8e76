import os

from celery import Celery
from django_structlog.celery.receivers import CeleryReceiver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")

app = Celery("shop")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

#: Kept: Celery's signals hold no receiver by themselves.
request_follower = CeleryReceiver()


def follow_requests() -> None:
    """Send the request's id along with each task, and bind it where the task runs.

    Once, for publishers and workers alike: the library's own settings would tell a worker twice.
    """
    request_follower.connect_worker_signals()
