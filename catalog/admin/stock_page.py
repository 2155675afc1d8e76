"""A product's stock: change it for a reason, and read its ledger."""

from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from catalog.admin.adjustment import StockAdjustmentForm
from catalog.admin.stock import ledger_of
from catalog.models import Product

LINES_SHOWN = 50


def stock_page(product_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    product = get_object_or_404(Product, pk=pk)
    if not product_admin.has_view_permission(request, product):
        raise PermissionDenied
    may_change = product_admin.has_change_permission(request, product)
    if request.method == "POST" and not may_change:
        raise PermissionDenied
    form = StockAdjustmentForm(product, request.POST or None)
    if form.is_valid() and form.apply(request.user):
        messages.success(request, f"Stock of {product} changed.")
        return HttpResponseRedirect(request.path)
    context = {
        **product_admin.admin_site.each_context(request),
        "title": f"Stock of {product}",
        "opts": product_admin.opts,
        "product": product,
        "form": form if may_change else None,
        **ledger_context(product, request.GET.get("variant", "")),
    }
    return TemplateResponse(request, "admin/catalog/product/stock.html", context)


def ledger_context(product: Product, variant_id: str) -> dict[str, object]:
    """The newest lines of the ledger; of one size where its id is given."""
    variants = list(product.variants.select_related("size"))
    chosen = next((each for each in variants if str(each.pk) == variant_id), None)
    lines = ledger_of(product)
    if chosen:
        lines = lines.filter(variant=chosen)
    return {"variants": variants, "chosen": chosen, "ledger": lines[:LINES_SHOWN]}
