from django.apps import AppConfig


class AlertsConfig(AppConfig):
    name = "shop.alerts"
    label = "alerts"
    verbose_name = "Alerts"

    def ready(self) -> None:
        from shop.alerts import checks, merged  # noqa: F401 - checks register themselves

        merged.connect()
