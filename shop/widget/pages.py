"""The widget's script, the frame for pages that take no script of ours, a page to try both."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from catalog.models import Status, Variant
from shop.api.models import ApiKey
from shop.widget.plain import drawn

#: What a frame's address may say, and the widget is told.
OPTIONS = ("sku", "product", "size", "link", "limit")


@require_safe
@cache_control(public=True, max_age=300)
def script(request: HttpRequest) -> HttpResponse:
    """One address for ever; where it leads is named by its content, and kept for ever."""
    return redirect(static("widget/widget.js"))


@require_safe
@xframe_options_exempt
def frame(request: HttpRequest) -> HttpResponse:
    """May be shown in pages of the key's origins, and in ours."""
    key = key_in(request)
    options = {name: request.GET[name] for name in OPTIONS if request.GET.get(name)}
    page = {"key": key.public_text, "options": options, **drawn(request)}
    ancestors = {"frame-ancestors": [SELF, *key.origins]}
    shown = csp_replace(ancestors)(render)  # type: ignore[arg-type]
    return shown(request, "widget/frame.html", page)  # type: ignore[call-arg,return-value]


def key_in(request: HttpRequest) -> ApiKey:
    """Raises Http404."""
    key = ApiKey.objects.public(request.GET.get("key", "").replace("\0", ""))
    if key is None:
        raise Http404
    return key


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Another shop's page with the widget in it; only when DEBUG."""
    if not settings.DEBUG:
        raise Http404
    on_sale = Variant.objects.filter(product__status=Status.ACTIVE).order_by("on_hand", "pk")
    sku = request.GET.get("sku") or on_sale.values_list("sku", flat=True).first()
    variant = get_object_or_404(on_sale.select_related("product", "size"), sku=sku)
    keys = ApiKey.objects.exclude(origins=[]).filter(revoked_at=None)
    return render(request, "widget/demo.html", {"key": keys.first(), "variant": variant})
