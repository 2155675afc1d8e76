"""Celery wakes a worker up; the work is in the functions these call."""

from celery import shared_task

from shop.photo_search.models import SearchPhoto


@shared_task(time_limit=60, soft_time_limit=50)
def let_go_of_photos() -> None:
    SearchPhoto.objects.over().delete()
