from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "shop"
    verbose_name = "Shop"

    def ready(self) -> None:
        # Whoever publishes a task must have the configured Celery app, not the default one.
        from shop import celery

        celery.follow_requests()
