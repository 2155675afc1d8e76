"""What alerts earn, in the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse

from catalog.admin.stock import ReadOnlyAdmin
from shop.alerts.models import Earning


@admin.register(Earning)
class EarningAdmin(ReadOnlyAdmin):
    """What alerts earn: orders of what a letter told of, within ALERT_EARNS_DAYS of its link."""

    list_display = ["ordered_at", "kind", "order_line", "amount", "followed_at"]
    list_filter = ["kind", "ordered_at"]
    list_select_related = ["order_line__order"]
    date_hierarchy = "ordered_at"
    show_full_result_count = False
    list_per_page = 100
    change_list_template = "admin/alerts/earning/change_list.html"

    @admin.display(description="Amount")
    def amount(self, earning: Earning) -> str:
        return earning.order_line.total_text

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        days = settings.ALERT_EARNS_DAYS
        figures = {"earned": Earning.objects.by_kind(), "days": days}
        return super().changelist_view(request, {**(extra_context or {}), **figures})
