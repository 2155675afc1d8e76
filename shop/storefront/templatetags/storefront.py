from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from shop.storefront.substitute_card import SubstituteCard, drawn

register = template.Library()


@register.simple_tag
def substitute_card(card: SubstituteCard) -> SafeString:
    return drawn(card)
