from django.apps import AppConfig


class BagConfig(AppConfig):
    name = "shop.bag"
    label = "bag"
    verbose_name = "Bag and orders"
