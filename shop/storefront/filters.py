"""What a shopper narrows a listing by, as it stands in the address."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from catalog.models import Gender, Product, ProductType, Season, Section, Size, Variant
from catalog.models.product import ProductQuerySet
from recommender.search import Where

ORDERS = {
    "new": ("Newest first", ("-created_at", "-pk")),
    "price": ("Price, low to high", ("price", "pk")),
    "-price": ("Price, high to low", ("-price", "pk")),
}
MOST_CHOICES = 50


@dataclass(frozen=True)
class Filters:
    """Several values of one filter widen it (S or M), several filters narrow (M and black).

    With `in_stock` a size means "on hand in that size", without it "made in that size", so that a
    sold-out garment can be found and its substitutes with it.
    """

    section: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    gender: tuple[str, ...] = ()
    season: tuple[str, ...] = ()
    colour: tuple[str, ...] = ()
    size: tuple[str, ...] = ()
    price_min: Decimal | None = None
    price_max: Decimal | None = None
    in_stock: bool = False

    @classmethod
    def read(cls, query: QueryDict) -> Filters:
        """From an address. What makes no sense is left out: an old link still shows a page."""
        return cls(
            section=known(query, "section", Section.values),
            type=chosen(query, "type"),
            gender=known(query, "gender", Gender.values),
            season=known(query, "season", Season.values),
            colour=chosen(query, "colour"),
            size=chosen(query, "size"),
            price_min=amount(query.get("price_min", "")),
            price_max=amount(query.get("price_max", "")),
            in_stock=query.get("in_stock") == "1",
        )

    @property
    def is_empty(self) -> bool:
        return self == Filters()

    def pairs(self) -> Iterator[tuple[str, str]]:
        """As an address asks for them."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, tuple):
                yield from ((field.name, each) for each in value)
            elif value is not None and value is not False:
                yield field.name, "1" if value is True else f"{value:f}"

    @property
    def only_size(self) -> str:
        """The one size looked for, which a card passes on to its product's page."""
        return self.size[0] if len(self.size) == 1 else ""

    def without(self, *names: str) -> Filters:
        return replace(self, **{name: getattr(Filters, name) for name in names})

    def apply(self, products: ProductQuerySet) -> ProductQuerySet:
        for name, path in PATHS.items():
            if name != "colour" and (values := getattr(self, name)):
                products = products.filter(**{f"{path}__in": values})
        if self.colour:
            # Said in two, each of which an index answers.
            seen = Q(colour="", shown_colour__in=self.colour)
            products = products.with_shown_colour().filter(Q(colour__in=self.colour) | seen)
        if self.price_min is not None:
            products = products.filter(price__gte=self.price_min)
        if self.price_max is not None:
            products = products.filter(price__lte=self.price_max)
        return self.narrow_by_size(products)

    def where(self) -> Where:
        """The same for a search by vector."""
        sizes = keys(Size.objects.filter(label__in=self.size)) if self.size else ()
        types = keys(ProductType.objects.filter(slug__in=self.type)) if self.type else ()
        return Where(
            types=types,
            sections=self.section,
            genders=self.gender,
            colours=self.colour,
            seasons=self.season,
            price_from=self.price_min,
            price_to=self.price_max,
            sizes=sizes if self.in_stock else (),
            made_in=() if self.in_stock else sizes,
            in_stock=self.in_stock,
        )

    def narrow_by_size(self, products: ProductQuerySet) -> ProductQuerySet:
        if not (self.size or self.in_stock):
            return products
        return products.filter(Exists(self.variants().filter(product=OuterRef("pk"))))

    def variants(self):
        """Variants of the sizes asked for, those in stock alone if that was asked."""
        variants = Variant.objects.in_stock() if self.in_stock else Variant.objects.all()
        return variants.filter(size__label__in=self.size) if self.size else variants


#: Where on a product each filter of several values looks.
PATHS = {
    "section": "product_type__section",
    "type": "product_type__slug",
    "gender": "gender",
    "season": "season",
    "colour": "shown_colour",
}


def keys(rows: QuerySet) -> tuple[int, ...]:
    """Primary keys, or one that nothing has: what is asked for and unknown finds nothing."""
    return tuple(rows.values_list("pk", flat=True)) or (0,)


def chosen(query: QueryDict, name: str) -> tuple[str, ...]:
    # NUL is the one character that Postgres text cannot hold.
    values = (value.strip() for value in query.getlist(name)[:MOST_CHOICES])
    return tuple(dict.fromkeys(value for value in values if value and "\0" not in value))


def known(query: QueryDict, name: str, values: list[str]) -> tuple[str, ...]:
    return tuple(value for value in chosen(query, name) if value in values)


def amount(text: str) -> Decimal | None:
    try:
        value = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value < 10**8 else None


def ordered(products: ProductQuerySet, order: str) -> ProductQuerySet:
    _, columns = ORDERS.get(order, ORDERS["new"])
    return products.order_by(*columns)


def everything_for_sale() -> ProductQuerySet:
    return Product.objects.active()
