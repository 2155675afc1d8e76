from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from shop.storefront.substitute_card import CARD, SubstituteCard

register = template.Library()


@register.simple_tag
def substitute_card(card: SubstituteCard) -> SafeString:
    """Within another drawing, which puts the shopper's token in."""
    return CARD.within(card)
