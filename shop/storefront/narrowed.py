"""What a search is narrowed by: a shopper's filters, and her words where she has set none."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Q

from catalog.models.product import ProductQuerySet
from recommender.search import Where
from recommender.wishes import Shelf, Wish
from recommender.wishes.shelf import keys_of_brands
from shop.storefront.filters import Filters

#: What of her words a filter speaks of instead, once she has set it.
OVERRULED = {
    "section": ("sections",),
    "type": ("types", "not_types", "sections"),
    "gender": ("genders",),
    "colour": ("colours", "not_colours"),
    "size": ("sizes",),
    "price_min": ("price_from", "price_to"),
    "price_max": ("price_from", "price_to"),
    "in_stock": ("in_stock",),
}


def heeded(wish: Wish, filters: Filters) -> Wish:
    """What a filter of hers does not overrule."""
    default = Filters()
    set_by_hand = [name for name in OVERRULED if getattr(filters, name) != getattr(default, name)]
    return wish.without(field for name in set_by_hand for field in OVERRULED[name])


@dataclass(frozen=True)
class Narrowed:
    filters: Filters  # with what her words say
    wish: Wish  # for what no filter can say: brands, and what is not wanted
    not_types: tuple[int, ...] = ()

    @classmethod
    def by(cls, filters: Filters, wish: Wish, shelf: Shelf) -> Narrowed:
        wish = heeded(wish, filters)
        types = tuple(each.slug for each in shelf.types if each.name in wish.types)
        both = replace(
            filters,
            section=filters.section or wish.sections,
            type=filters.type or types,
            gender=filters.gender or wish.genders,
            colour=filters.colour or wish.colours,
            size=filters.size or wish.sizes,
            price_min=wish.price_from if filters.price_min is None else filters.price_min,
            price_max=wish.price_to if filters.price_max is None else filters.price_max,
            in_stock=filters.in_stock or wish.in_stock,
        )
        return cls(both, wish, shelf.called(wish.not_types))

    def with_stock(self, in_stock: bool) -> Narrowed:
        return replace(self, filters=replace(self.filters, in_stock=in_stock))

    def apply(self, products: ProductQuerySet) -> ProductQuerySet:
        products = self.filters.apply(products)
        wish = self.wish
        if wish.brands:
            products = products.filter(brand__name__in=wish.brands)
        if wish.not_brands:
            products = products.exclude(brand__name__in=wish.not_brands)
        if wish.not_types:
            products = products.exclude(product_type__in=self.not_types)
        if wish.not_colours:
            seen = Q(colour="", shown_colour__in=wish.not_colours)
            products = products.with_shown_colour().exclude(Q(colour__in=wish.not_colours) | seen)
        return products

    def where(self) -> Where:
        """The same for a search by vector."""
        wish = self.wish
        return replace(
            self.filters.where(),
            other_than=wish.not_colours,
            other_types=self.not_types,
            brands=keys_of_brands(wish.brands) if wish.brands else (),
            other_brands=keys_of_brands(wish.not_brands) if wish.not_brands else (),
        )
