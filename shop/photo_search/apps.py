from django.apps import AppConfig


class PhotoSearchConfig(AppConfig):
    name = "shop.photo_search"
    label = "photo_search"
    verbose_name = "Searching with photos"
