"""Near-duplicates in the admin: two pictures side by side, and what they are to each other."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from catalog.admin.marks import chip, product_name, thumbnail
from recommender.duplicates.merging import CannotMerge, merge
from recommender.models import DuplicatePair, Verdict
from recommender.models.duplicate import DuplicateQuerySet


class VerdictFilter(admin.SimpleListFilter):
    """Without a choice, what waits."""

    title, parameter_name = "verdict", "verdict"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*((value, label) for value, label in Verdict.choices if value != "waiting"),
                ("all", "All")]  # fmt: skip

    def choices(self, changelist: Any) -> Any:
        first, *others = super().choices(changelist)
        return [first | {"display": Verdict.WAITING.label}, *others]

    def queryset(self, request: HttpRequest, queryset: Any) -> DuplicateQuerySet:
        if self.value() == "all":
            return queryset
        verdict = self.value() if self.value() in Verdict.values else Verdict.WAITING
        return queryset.filter(verdict=verdict)


@admin.register(DuplicatePair)
class DuplicatePairAdmin(admin.ModelAdmin):
    list_display = ["pictures", "one", "other", "alike", "state"]
    list_display_links = ["pictures", "one"]
    list_filter = [VerdictFilter]
    list_per_page = 50
    search_fields = ["first__title", "second__title", "first__external_id", "second__external_id"]
    actions = ["same_model", "not_duplicate"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": "Near-duplicates", **(extra_context or {})}
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[DuplicatePair]:
        pairs = super().get_queryset(request)
        return pairs.select_related(
            "first__brand", "second__brand", "kept", "decided_by"
        ).prefetch_related("first__images", "second__images")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        pairs = self.get_queryset(request)
        pair = get_object_or_404(pairs, pk=object_id if object_id.isdecimal() else 0)
        if not self.has_view_permission(request, pair):
            raise PermissionDenied
        if request.method == "POST":
            return self.decided(request, pair)
        context = {
            **self.admin_site.each_context(request),
            "title": "Are these two one?",
            "opts": self.opts,
            "pair": pair,
            "both": [shown(pair.first, pair.second), shown(pair.second, pair.first)],
            "may_change": self.has_change_permission(request, pair),
            "waiting": DuplicatePair.objects.waiting().count(),
        }
        page = "admin/recommender/duplicatepair/review.html"
        return TemplateResponse(request, page, context)

    def decided(self, request: HttpRequest, pair: DuplicatePair) -> HttpResponse:
        """POST `verdict`, and `kept` of a merge; then on to the next that waits."""
        if not self.has_change_permission(request, pair):
            raise PermissionDenied
        verdict = request.POST.get("verdict", "")
        try:
            said = self.decide(request, pair, verdict)
        except CannotMerge as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(request.path)
        self.log_change(request, pair, said)
        messages.success(request, said)
        following = DuplicatePair.objects.waiting().following(pair)
        address = "admin:recommender_duplicatepair_change"
        if following:
            return HttpResponseRedirect(reverse(address, args=[following.pk]))
        return HttpResponseRedirect(reverse(f"{address}list"))

    def decide(self, request: HttpRequest, pair: DuplicatePair, verdict: str) -> str:
        """What was done, in words. Raises CannotMerge."""
        if verdict == Verdict.MERGED:
            kept = pair.second if request.POST.get("kept") == str(pair.second_id) else pair.first
            gone = merge(pair, kept, request.user)
            return f"“{gone}” ({gone.external_id}) now leads to “{kept}” ({kept.external_id})."
        if pair.verdict == Verdict.MERGED:
            raise CannotMerge("They are merged. Put the other on sale again on its own page.")
        chosen = Verdict(verdict) if verdict in Verdict.values else Verdict.WAITING
        pair.decide(chosen, request.user, None)
        return f"{pair}: {chosen.label.lower()}."

    @admin.action(description="Same model: one card for both", permissions=["change"])
    def same_model(self, request: HttpRequest, pairs: DuplicateQuerySet) -> None:
        self.decide_all(request, pairs, Verdict.SAME_MODEL)

    @admin.action(description="Not a duplicate: a card each", permissions=["change"])
    def not_duplicate(self, request: HttpRequest, pairs: DuplicateQuerySet) -> None:
        self.decide_all(request, pairs, Verdict.NOT_DUPLICATE)

    def decide_all(self, request: HttpRequest, pairs: DuplicateQuerySet, verdict: Verdict) -> None:
        chosen = list(pairs.exclude(verdict=Verdict.MERGED))
        for pair in chosen:
            pair.decide(verdict, request.user, None)
            self.log_change(request, pair, f"{pair}: {verdict.label.lower()}.")
        self.message_user(request, f"{verdict.label}: {len(chosen)}.", messages.SUCCESS)

    @admin.display(description="Pictures")
    def pictures(self, pair: DuplicatePair) -> SafeString:
        return format_html(
            '{}{}<span class="for-readers">Look at the two</span>',
            thumbnail(pair.first.cover),
            thumbnail(pair.second.cover),
        )

    @admin.display(description="One")
    def one(self, pair: DuplicatePair) -> SafeString:
        return product_name(pair.first)

    @admin.display(description="The other")
    def other(self, pair: DuplicatePair) -> SafeString:
        return product_name(pair.second)

    @admin.display(description="How alike", ordering="colour")
    def alike(self, pair: DuplicatePair) -> str:
        return in_words(pair)

    @admin.display(description="Verdict")
    def state(self, pair: DuplicatePair) -> SafeString:
        kind = "waiting" if pair.verdict == Verdict.WAITING else "in-force"
        return chip(pair.get_verdict_display(), kind)


def in_words(pair: DuplicatePair) -> str:
    mirrored = ", mirrored" if pair.is_mirrored else ""
    return f"colours {pair.colour:.1f} apart, structure {pair.structure:.2f}{mirrored}"


def shown(product: Any, other: Any) -> dict[str, Any]:
    """A product as its half of the page shows it; `other` is the one that would give way."""
    variants = list(product.variants.select_related("size"))
    return {
        "product": product,
        "other": other,
        "picture": product.cover and product.cover.rendition(640),
        "name": product_name(product),
        "pieces": sum(variant.on_hand for variant in variants),
        "sizes": ", ".join(str(variant.size) for variant in variants),
    }
