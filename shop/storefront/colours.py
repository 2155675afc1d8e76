"""The colour a product is listed under: the one it is sold as, else the one its photo shows."""

from __future__ import annotations

from django.db.models import Case, CharField, F, OuterRef, Subquery, When
from django.db.models.fields.json import KT

from catalog.models import ProductImage
from catalog.models.product import ProductQuerySet


def with_shown_colour(products: ProductQuerySet) -> ProductQuerySet:
    """With `shown_colour`, null where neither the merchandiser nor a photo names one."""
    of_product = ProductImage.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    seen = Subquery(of_product.values(base=KT("colours__0__base"))[:1], output_field=CharField())
    return products.annotate(shown_colour=Case(When(colour="", then=seen), default=F("colour")))
