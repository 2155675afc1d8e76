"""The threshold of a type's ladder, set by a merchandiser who sees what it does."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from catalog.admin.marks import thumbnail
from recommender.ladder_settings import LadderSettings
from recommender.models import EncoderVersion, TypeLadder
from recommender.scoring import scorer_for
from recommender.threshold import Change, changes, stops_of

PICTURED = 8
AS_MEASURED = "as_measured"


class ThresholdForm(forms.Form):
    least = forms.FloatField(min_value=-1, max_value=1, label="Threshold")


def threshold_page(ladder_admin: admin.ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows what `least` would change, POST sets it, or takes the measured one again."""
    ladders = TypeLadder.objects.select_related("product_type")
    ladder = get_object_or_404(ladders, pk=pk)
    active = EncoderVersion.objects.active()
    if not ladder_admin.has_view_permission(request, ladder):
        raise PermissionDenied
    version = active.version if active else ""
    if request.method == "POST":
        return kept(ladder_admin, request, ladder, version)
    return TemplateResponse(
        request,
        "admin/recommender/typeladder/threshold.html",
        {**ladder_admin.admin_site.each_context(request), **seen(request, ladder, version),
         "opts": ladder_admin.opts, "may_change": ladder_admin.has_change_permission(request)},
    )  # fmt: skip


def seen(request: HttpRequest, ladder: TypeLadder, version: str) -> dict[str, Any]:
    kind = ladder.product_type
    in_force = settings_of(ladder).least_under(version, kind.name)
    form = ThresholdForm(request.GET if "least" in request.GET else None)
    least = form.cleaned_data["least"] if form.is_bound and form.is_valid() else in_force
    return {
        "title": f"Threshold of {kind}",
        "ladder": ladder,
        "form": form,
        "least": least,
        "in_force": in_force,
        "measured": LadderSettings().least_under(version, kind.name),
        "precision": scorer_for(version).precision,
        "stops": stops_of(kind.name, version),
        "is_own": kind.name in scorer_for(version).stops,
        **(tried(changes(kind, least)) if least != in_force else {}),
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
    ladder.save(update_fields=["least", "least_encoder"])
    said = "as measured" if ladder.least is None else f"{ladder.least:.2f}"
    ladder_admin.log_change(request, ladder, f"Threshold: {said}.")
    messages.success(request, f"The threshold of {ladder.product_type} is {said}.")
    return HttpResponseRedirect(request.path)
