"""The ladders of types, and which types stand beside them, as a merchandiser sets them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from recommender.admin.threshold_page import in_force, threshold_page, thresholds_page
from recommender.models import EncoderVersion, NeighbouringType, TypeLadder


@admin.register(TypeLadder)
class TypeLadderAdmin(admin.ModelAdmin):
    list_display = ["product_type", "order_in_words", "threshold_in_force"]
    list_select_related = ["product_type"]
    search_fields = ["product_type__name"]
    autocomplete_fields = ["product_type"]
    readonly_fields = ["threshold_in_force", "what_a_threshold_does"]
    fields = ["product_type", "order", "least", "threshold_in_force", "what_a_threshold_does"]

    def get_urls(self) -> list:
        one = self.admin_site.admin_view(lambda request, pk: threshold_page(self, request, pk))
        every = self.admin_site.admin_view(lambda request: thresholds_page(self, request))
        return [
            path("threshold/", every, name="recommender_typeladder_thresholds"),
            path("threshold/<int:pk>/", one, name="recommender_typeladder_threshold"),
            *super().get_urls(),
        ]

    def save_model(
        self, request: HttpRequest, ladder: TypeLadder, form: ModelForm, change: bool
    ) -> None:
        """A threshold is the active encoder's: another one has other cosines."""
        if "least" in form.changed_data:
            active = EncoderVersion.objects.active()
            ladder.least_encoder = active.version if active and ladder.least is not None else ""
        super().save_model(request, ladder, form, change)

    @admin.display(description="Given up in this order")
    def order_in_words(self, ladder: TypeLadder) -> str:
        return ", ".join(ladder.order)

    @admin.display(description="What a threshold does")
    def what_a_threshold_does(self, ladder: TypeLadder) -> SafeString | str:
        if ladder.pk is None:
            return "Save the ladder first."
        page = reverse("admin:recommender_typeladder_threshold", args=[ladder.product_type_id])
        return format_html('<a href="{}">Slide it, and see what enters and leaves</a>', page)

    @admin.display(description="Threshold in force")
    def threshold_in_force(self, ladder: TypeLadder) -> str:
        return threshold_in_words(ladder)


def threshold_in_words(ladder: TypeLadder) -> str:
    active = EncoderVersion.objects.active()
    version = active.version if active else ""
    least = in_force(ladder, version)
    if ladder.least is None:
        return f"{least:.2f}, as measured"
    if ladder.least_encoder != version:
        return (
            f"{least:.2f}, as measured: {ladder.least:.2f} was set for {ladder.least_encoder}, "
            f"and the shop now sees by {version or 'none'}. Set it anew to use it."
        )
    return f"{least:.2f}, set here"


@admin.register(NeighbouringType)
class NeighbouringTypeAdmin(admin.ModelAdmin):
    list_display = ["from_type", "to_type", "similarity", "is_learned"]
    list_filter = ["is_learned", "from_type__section"]
    list_select_related = ["from_type", "to_type"]
    search_fields = ["from_type__name", "to_type__name"]
    autocomplete_fields = ["from_type", "to_type"]
    readonly_fields = ["similarity", "is_learned"]

    def save_model(
        self, request: HttpRequest, row: NeighbouringType, form: Any, change: bool
    ) -> None:
        """What somebody has looked at and saved is theirs: learning leaves it alone."""
        row.is_learned = False
        super().save_model(request, row, form, change)
