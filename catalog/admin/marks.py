"""Small pieces of HTML the admin's lists and forms are made of. Everything shown is escaped."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from catalog.models import Product, ProductImage, Variant

THUMBNAIL_WIDTH = 96  # px, the smallest rendition


def thumbnail(photo: ProductImage | None) -> SafeString:
    """The photo at 48 px (96 for sharp screens), or an empty frame that says so."""
    if photo is None:
        return format_html('<span class="thumb thumb-none">{}</span>', "No photo")
    return format_html(
        '<img class="thumb" src="{}" alt="" loading="lazy" width="48" height="64">',
        photo.rendition(THUMBNAIL_WIDTH),
    )


def chip(text: str, kind: str) -> SafeString:
    """A short state in a coloured box; `kind` is the end of a CSS class."""
    return format_html('<span class="chip chip-{}">{}</span>', kind, text)


def size_chips(variants: Iterable[Variant]) -> str:
    """Each size with its pieces on hand, and how many of them shoppers hold at the till; a
    sold-out size is struck through, and read as such."""
    chips = format_html_join("", "{}", ((size_chip(variant),) for variant in variants))
    return format_html('<ul class="sizes">{}</ul>', chips) if chips else "–"


def size_chip(variant: Variant) -> SafeString:
    label = variant.size.label
    if variant.on_hand:
        held = f" ({variant.reserved} held)" if variant.reserved else ""
        return format_html('<li class="size">{} <b>{}</b>{}</li>', label, variant.on_hand, held)
    return format_html(
        '<li class="size sold-out"><s>{}</s><span class="for-readers"> sold out</span></li>', label
    )


def product_name(product: Product) -> SafeString:
    """The title, and under it what tells colourways and namesakes apart."""
    return format_html(
        '<span class="product-name">{}</span> <span class="product-facts">{}</span>',
        product.title,
        product_facts(product),
    )


def product_facts(product: Product) -> str:
    facts = [str(product.brand or ""), product.colour, product.external_id]
    return " · ".join(fact for fact in facts if fact)


def product_label(product: Product) -> str:
    """A product in a list to pick from, in plain text."""
    return f"{product.title} ({product_facts(product)})"
