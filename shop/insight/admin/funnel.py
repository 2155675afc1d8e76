"""The funnel of each rung, and how it goes."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from catalog.admin.stock import ReadOnlyAdmin
from shop.insight.admin.asking import FunnelForm
from shop.insight.chart import charts
from shop.insight.funnel import STEPS, Asked, all_rungs, counts, funnel, recovered
from shop.insight.models import DailyTotal


@admin.register(DailyTotal)
class FunnelAdmin(ReadOnlyAdmin):
    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        form = FunnelForm.of(request.GET)
        asked = Asked(**form.wishes)
        found = counts(asked)
        rows = funnel(found)
        context = {
            **self.admin_site.each_context(request),
            "title": "Funnel",
            "opts": self.opts,
            "form": form,
            "steps": STEPS,
            "rows": [*rows, all_rungs(rows)] if rows else [],
            "charts": charts(asked, found, STEPS) if rows else [],
            "recovered": recovered(asked),
        }
        return TemplateResponse(request, "admin/insight/funnel.html", context)
