"""From where on garments of a type look alike: all types' thresholds, and one that is being set by
a merchandiser who sees what it does. A type whose ladder nobody touched has no row until then."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from catalog.admin.marks import thumbnail
from catalog.models import ProductType
from recommender.ladder.settings import LadderSettings
from recommender.ladder.threshold import Change, changes, stops_of
from recommender.models import EncoderVersion, TypeLadder
from recommender.scoring import scorer_for

PICTURED = 8
AS_MEASURED = "as_measured"


class ThresholdForm(forms.Form):
    least = forms.FloatField(min_value=-1, max_value=1, label="Threshold")


def thresholds_page(ladder_admin: admin.ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Every type's threshold in force, and the way to its slider."""
    if not ladder_admin.has_view_permission(request):
        raise PermissionDenied
    version, types = active_version(), ProductType.objects.select_related("ladder")
    rows = [row_of(ladder_of(kind), version) for kind in types.order_by("name")]
    return TemplateResponse(
        request,
        "admin/recommender/typeladder/thresholds.html",
        {**ladder_admin.admin_site.each_context(request), "opts": ladder_admin.opts,
         "title": "Thresholds of all types", "rows": rows,
         "wanted_precision": scorer_for(version).precision},
    )  # fmt: skip


def row_of(ladder: TypeLadder, version: str) -> dict[str, Any]:
    kind, least = ladder.product_type, in_force(ladder, version)
    return {
        "type": kind,
        "least": least,
        "precision": scorer_for(version).precision_above(least, kind.name),
        "is_set": is_set(ladder, version),
    }


def threshold_page(ladder_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what `least` would change for the type `pk`; POST sets it, or takes the measured
    one again."""
    ladder = ladder_of(get_object_or_404(ProductType.objects.select_related("ladder"), pk=pk))
    if not ladder_admin.has_view_permission(request, ladder):
        raise PermissionDenied
    version = active_version()
    if request.method == "POST":
        return kept(ladder_admin, request, ladder, version)
    return TemplateResponse(
        request,
        "admin/recommender/typeladder/threshold.html",
        {**ladder_admin.admin_site.each_context(request), **seen(request, ladder, version),
         "opts": ladder_admin.opts, "may_change": ladder_admin.has_change_permission(request)},
    )  # fmt: skip


def active_version() -> str:
    active = EncoderVersion.objects.active()
    return active.version if active else ""


def ladder_of(kind: ProductType) -> TypeLadder:
    """Its row, or the usual ladder, not saved."""
    try:
        return kind.ladder
    except TypeLadder.DoesNotExist:
        return TypeLadder(product_type=kind)


def in_force(ladder: TypeLadder, version: str) -> float:
    return settings_of(ladder).least_under(version, ladder.product_type.name)


def is_set(ladder: TypeLadder, version: str) -> bool:
    return ladder.least is not None and ladder.least_encoder == version


def seen(request: HttpRequest, ladder: TypeLadder, version: str) -> dict[str, Any]:
    kind = ladder.product_type
    now = in_force(ladder, version)
    form = ThresholdForm(request.GET if "least" in request.GET else None)
    least = form.cleaned_data["least"] if form.is_bound and form.is_valid() else now
    return {
        "title": f"Threshold of {kind}",
        "ladder": ladder,
        "form": form,
        "least": least,
        "in_force": now,
        "measured": LadderSettings().least_under(version, kind.name),
        "wanted_precision": scorer_for(version).precision,
        "precision": scorer_for(version).precision_above(now, kind.name),
        "stops": stops_of(kind.name, version),
        "is_own": kind.name in scorer_for(version).stops,
        **(tried(changes(kind, least)) if least != now else {}),
    }


def tried(found: list[Change]) -> dict[str, Any]:
    changed = [each for each in found if each.is_any]
    return {
        "tried": len(found),
        "changed": len(changed),
        "changes": [pictured(each) for each in changed[:PICTURED]],
    }


def settings_of(ladder: TypeLadder) -> LadderSettings:
    return LadderSettings(least=ladder.least, least_encoder=ladder.least_encoder)


def pictured(change: Change) -> dict[str, Any]:
    return {
        "variant": change.variant,
        "picture": thumbnail(change.variant.product.cover),
        "entering": [(product, thumbnail(product.cover)) for product in change.entering],
        "leaving": [(product, thumbnail(product.cover)) for product in change.leaving],
        "staying": change.staying,
    }


def kept(
    ladder_admin: admin.ModelAdmin, request: HttpRequest, ladder: TypeLadder, version: str
) -> HttpResponse:
    if not ladder_admin.has_change_permission(request, ladder):
        raise PermissionDenied
    form = ThresholdForm(request.POST)
    if AS_MEASURED in request.POST:
        ladder.least, ladder.least_encoder = None, ""
    elif form.is_valid():
        ladder.least, ladder.least_encoder = form.cleaned_data["least"], version
    else:
        messages.error(request, "A threshold is a number from -1 to 1.")
        return HttpResponseRedirect(request.path)
    ladder.save()
    said = "as measured" if ladder.least is None else f"{ladder.least:.2f}"
    ladder_admin.log_change(request, ladder, f"Threshold: {said}.")
    messages.success(request, f"The threshold of {ladder.product_type} is {said}.")
    return HttpResponseRedirect(request.path)
