from __future__ import annotations

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from shop.storefront.substitute_card import SubstituteCard, drawn

register = template.Library()


@register.simple_tag(takes_context=True)
def substitute_card(context: Context, card: SubstituteCard) -> SafeString:
    return drawn(card, str(context["csrf_token"]))
