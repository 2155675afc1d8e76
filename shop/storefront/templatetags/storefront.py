"""Pieces of pages that are drawn once (`shop.storefront.drawing`)."""

from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from catalog.models import Product, Variant
from recommender.substitutes import Substitute
from shop.storefront.drawing import drawn
from shop.storefront.size_choice import SizeChoice
from shop.storefront.substitute_card import SubstituteCard

register = template.Library()


@register.simple_tag(takes_context=True)
def substitute_card(context: Context, substitute: Substitute) -> SafeString:
    """The card of one substitute; the form on it carries the shopper's token."""
    card = SubstituteCard.of(substitute)
    return drawn("storefront/_substitute.html", card, context["csrf_token"])


@register.simple_tag
def size_choice(product: Product, chosen: Variant | None) -> SafeString:
    return drawn("storefront/_sizes.html", SizeChoice.of(product, chosen))
