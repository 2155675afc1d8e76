"""What the shop itself has names for: its types, brands and sizes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower

from catalog.models import Brand, ProductType, Size
from recommender.wishes.naming import pressed, spellings
from recommender.wishes.reading import Names, wish_in, word_groups
from recommender.wishes.wish import Wish


@dataclass(frozen=True)
class Shelf:
    """Read once for a page."""

    types: tuple[ProductType, ...]
    sizes: tuple[Size, ...]  # of all scales, in their order

    @classmethod
    def read(cls) -> Shelf:
        sizes = Size.objects.select_related("scale").order_by("scale__title", "rank", "label")
        return cls(tuple(ProductType.objects.order_by("pk")), tuple(sizes))

    def called(self, names: Sequence[str]) -> tuple[int, ...]:
        """Keys of the types of these names or slugs; nothing for what the shop does not have."""
        lower = {name.lower() for name in names}
        return tuple(
            each.pk for each in self.types if each.slug in lower or each.name.lower() in lower
        )

    def scales(self, types: Sequence[int]) -> set[int]:
        return {each.size_scale_id for each in self.types if each.pk in types}

    def wish(self, words: str) -> Wish:
        """One statement more where there are words: which brands they name."""
        names = Names(
            types=spellings(each.name for each in self.types),
            brands=brands_in(words),
            sizes={each.label.lower(): each.label for each in self.sizes},
        )
        return wish_in(words, names)


def brands_in(words: str) -> dict[str, str]:
    """Names of brands that may be meant, by how `pressed` has them."""
    groups = word_groups(words)
    if not groups:
        return {}
    slug = Func(F("slug"), Value("-"), Value(""), function="replace")
    brands = Brand.objects.annotate(lower=Lower("name"), pressed=slug)
    # A brand that was given another name has kept its slug.
    named = brands.filter(Q(lower__in=groups) | Q(pressed__in=map(pressed, groups)))
    return {pressed(name): name for name in named.values_list("name", flat=True)}


def keys_of_brands(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(Brand.objects.filter(name__in=names).values_list("pk", flat=True))
