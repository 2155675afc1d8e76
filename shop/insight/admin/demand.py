"""The demand board: what is missed most, and what to order again."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.functional import cached_property
from django.utils.timezone import localdate

from catalog.admin.marks import thumbnail
from catalog.admin.stock import ReadOnlyAdmin
from catalog.models import Product
from shop.insight.admin.asking import AskingForm, DemandForm
from shop.insight.board import ORDERS, Asked, Missed, how_many, missed
from shop.insight.models import Demand
from shop.insight.reorder import reorder_list

PER_PAGE = 50


class Board:
    """As a paginator counts and cuts it. The rows of a page that exists bring the count along."""

    ordered = True

    def __init__(self, asked: Asked, page: str) -> None:
        self.asked = asked
        self.first = (int(page) - 1) * PER_PAGE if page.isdecimal() and 0 < len(page) < 6 else 0

    @cached_property
    def rows(self) -> list[Missed]:
        return list(missed(self.asked, max(self.first, 0), PER_PAGE))

    def __len__(self) -> int:
        return self.rows[0].of if self.rows else how_many(self.asked)

    def __getitem__(self, rows: slice) -> list[Missed]:
        if rows.start == self.first:
            return self.rows
        return list(missed(self.asked, rows.start, rows.stop - rows.start))


@admin.register(Demand)
class DemandAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list:
        listed = self.admin_site.admin_view(self.reorder)
        return [path("reorder.csv", listed, name="insight_demand_reorder"), *super().get_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        form, asked = self.asked(request)
        wanted = request.GET.get("p", "1")
        board: Any = Board(asked, wanted)
        page: Page[Missed] = Paginator(board, PER_PAGE).get_page(wanted)
        pictures = Product.objects.for_card().in_bulk({row.product_id for row in page})
        context = {
            **self.admin_site.each_context(request),
            "title": "Demand board",
            "opts": self.opts,
            "form": form,
            "order": asked.order,
            "since": asked.since,
            "kept_days": settings.EVENT_DAYS,
            "columns": ORDERS.items(),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "rows": [(row, thumbnail(pictures[row.product_id].cover)) for row in page],
        }
        return TemplateResponse(request, "admin/insight/demand.html", context)

    def reorder(self, request: HttpRequest) -> StreamingHttpResponse:
        _, asked = self.asked(request)
        name = f"reorder-{localdate().isoformat()}.csv"
        return StreamingHttpResponse(
            reorder_list(asked),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="{name}"'},
        )

    def asked(self, request: HttpRequest) -> tuple[AskingForm, Asked]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = DemandForm.of(request.GET)
        order = request.GET.get("o", "")
        order = order if order.removeprefix("-") in ORDERS else "lost"
        return form, Asked(order=order, **form.wishes)
