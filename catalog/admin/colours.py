"""Colours in the admin: swatches of what a photo shows, and a missing colour filled in from it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from simple_history.utils import bulk_update_with_history

from catalog.colours import Stated, Suggestion, read_palette, suggest_colour
from catalog.colours.lab import to_hex
from catalog.models import Product
from catalog.models.product import ProductQuerySet

SURE = 0.6
"""Suggestions at least this sure are written; others stay with the merchandiser."""
MOST_NAMED = 5


def swatches(colours: Iterable[Stated] | None) -> SafeString | str:
    """Each colour as a patch with its name and share; a dash where none was read."""
    # An SVG's fill, because the shop's security policy takes no style attributes.
    patches = format_html_join(
        "",
        '<li><svg class="swatch" width="16" height="16" aria-hidden="true">'
        '<rect width="16" height="16" fill="{}"/></svg> {} <span class="share">{} %</span></li>',
        (
            (to_hex(colour["lab"]), colour["name"], round(colour["share"] * 100))
            for colour in colours or ()
        ),
    )
    return format_html('<ul class="swatches">{}</ul>', patches) if patches else "–"


def suggestion_for(product: Product) -> Suggestion | None:
    """What its cover says, where the product has no colour and the cover has."""
    if product.colour or product.cover is None:
        return None
    return suggest_colour(read_palette(product.cover.colours))


class ColourAdmin(admin.ModelAdmin):
    """What the product list has of colours."""

    @admin.display(description="Colours of the photo")
    def seen(self, product: Product) -> SafeString | str:
        shown = swatches(product.cover and product.cover.colours)
        if suggestion := suggestion_for(product):
            return format_html("{}{}", shown, in_words(suggestion))
        return shown

    @admin.action(description="Fill in missing colours from the photos", permissions=["change"])
    def fill_in_colours(self, request: HttpRequest, products: ProductQuerySet) -> None:
        missing = list(products.filter(colour="").prefetch_related("images"))
        suggested = self.surest(missing)
        sure = [(p, s) for p, s in suggested if s is not None and s.confidence >= SURE]
        fill_in(sure, request.user)
        if sure:
            self.message_user(request, filled_in(sure), messages.SUCCESS)
        if unsure := len(suggested) - len(sure):
            message = f"Left empty, since their photos do not say surely enough: {unsure}."
            self.message_user(request, message, messages.WARNING)
        if not suggested:
            self.message_user(request, "All of them have a colour already.", messages.INFO)

    def surest(self, products: list[Product]) -> list[tuple[Product, Suggestion | None]]:
        by_photo = [(product, suggestion_for(product)) for product in products]
        unsure = [p for p, s in by_photo if s is not None and s.confidence < SURE]
        others = self.second_opinions(unsure)
        return [(product, others.get(product.pk, photo)) for product, photo in by_photo]

    def second_opinions(self, products: list[Product]) -> dict[int, Suggestion]:
        """By primary key, of products whose photo is unsure. The catalogue knows nobody to ask."""
        return {}


def in_words(suggestion: Suggestion) -> SafeString:
    text = f"{suggestion.colour}? {suggestion.confidence:.0%} sure"
    return format_html('<span class="chip chip-draft">{}</span>', text)


def fill_in(suggested: list[tuple[Product, Suggestion]], who: Any) -> None:
    """Write the colours, with a line in each product's history that says where it came from."""
    for product, suggestion in suggested:
        product.colour, product.updated_at = suggestion.colour, timezone.now()
        reason = f"Colour suggested by its photo, {suggestion.confidence:.0%} sure"
        product._change_reason = reason  # type: ignore[attr-defined]
    products = [product for product, _ in suggested]
    bulk_update_with_history(
        products, Product, ["colour", "updated_at"], batch_size=500, default_user=who
    )


def filled_in(suggested: list[tuple[Product, Suggestion]]) -> str:
    named = [f"{p.title} {s.colour} ({s.confidence:.0%})" for p, s in suggested[:MOST_NAMED]]
    more = f" and {len(suggested) - MOST_NAMED} more" if len(suggested) > MOST_NAMED else ""
    return f"Colour filled in: {', '.join(named)}{more}."
