"""The demand board among the admin's pages and permissions; its rows are `shop.insight.board`."""

from __future__ import annotations

from catalog.models import Variant


class Demand(Variant):
    class Meta:
        proxy = True
        verbose_name = "demand board"
        verbose_name_plural = "demand board"
        default_permissions = ("view",)
