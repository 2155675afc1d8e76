"""What her bag says of a shopper: the sizes she wears."""

from __future__ import annotations

from django.http import HttpRequest

from catalog.models import Gender, Product
from recommender.ranking.shopper import ANYBODY, Shopper
from shop.bag.carrying import KEY
from shop.bag.models import BagLine


def shopper_of(request: HttpRequest, garment: Product) -> Shopper:
    """Her size on each scale, of what she put in last for the same person; one query, or none
    without a bag. A husband's L says nothing of her own."""
    number = request.session.get(KEY)
    if not number:
        return ANYBODY
    hers = [Gender.UNISEX, garment.gender] if garment.gender != Gender.UNISEX else list(Gender)
    lines = BagLine.objects.filter(bag=number, variant__product__gender__in=hers)
    sizes = [line.variant.size for line in lines.select_related("variant__size")]
    return Shopper(sizes=tuple({size.scale_id: size for size in sizes}.values()))
