from django.apps import AppConfig


class BagConfig(AppConfig):
    name = "shop.bag"
    label = "bag"
    verbose_name = "Bag and orders"

    def ready(self) -> None:
        from shop.bag import merged

        merged.connect()
