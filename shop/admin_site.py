"""The admin in the shop's name, with the catalogue first."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest

#: Apps in the order a merchandiser needs them; any other comes after these.
ORDER = ("catalog", "insight", "bag", "alerts", "recommender", "auth", "axes")


class MerchandisingSite(AdminSite):
    site_header = f"{settings.SHOP_NAME} · merchandising"
    site_title = settings.SHOP_NAME
    index_title = "Merchandising"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        apps = super().get_app_list(request, app_label)
        return sorted(apps, key=lambda app: place(app["app_label"]))


def place(app_label: str) -> int:
    return ORDER.index(app_label) if app_label in ORDER else len(ORDER)
