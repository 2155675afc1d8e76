"""Sizes and stock of the products of a chunk: what a count says, or what the simulation draws.

A new size opens with its pieces (the database writes the ledger's first line); where the shop
has the size, only a count moves it, by a line of the ledger. Simulated stock never moves a
product whose ledger has a line: somebody may have bought since.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from catalog.importing.references import References, fingerprint
from catalog.importing.row import Row
from catalog.importing.simulation import simulated_stock
from catalog.importing.sizes import scale_for, usual_sizes
from catalog.models import MovementReason, Product, StockMovement, Variant

LONGEST_SKU = 80


@dataclass
class Stocking:
    """`seed` None: sizes that no source counts open with none on hand."""

    references: References
    seed: int | None
    note: str
    new: list[Variant] = field(default_factory=list)
    movements: list[StockMovement] = field(default_factory=list)
    touched: set[int] = field(default_factory=set)

    def stock(self, pairs: list[tuple[Row, Product]], created: set[int]) -> set[int]:
        """Write variants and ledger lines; returns the ids of the products that got any."""
        self.new, self.movements, self.touched = [], [], set()
        variants = self._variants(pairs, created)
        for row, product in pairs:
            self._stock_one(row, product, variants[product.pk], product.pk in created)
        self._write()
        return self.touched

    def _variants(
        self, pairs: list[tuple[Row, Product]], created: set[int]
    ) -> Mapping[int, dict[str, Variant]]:
        """The sizes that are there, by product and label, held until the end of the chunk."""
        asked = [
            product.pk
            for row, product in pairs
            if product.pk not in created and (row.stock is not None or self.seed is not None)
        ]
        found: dict[int, dict[str, Variant]] = defaultdict(dict)
        held = Variant.objects.filter(product__in=asked).locked_in_order()
        for variant in held.select_related("size") if asked else ():
            found[variant.product_id][variant.size.label] = variant
        return found

    def _stock_one(
        self, row: Row, product: Product, variants: dict[str, Variant], is_new: bool
    ) -> None:
        if row.stock is not None:
            for label, count in row.stock.items():
                self._count(row, product, variants.get(label), label, count)
        elif is_new or (self.seed is not None and not variants):
            for label, count in self._drawn(product).items():
                self._open(product, label, count)
        elif self.seed is not None and not has_a_ledger(variants):
            drawn = self._drawn(product)
            for label, variant in variants.items():
                self._move(variant, drawn.get(label, 0), MovementReason.OPENING)

    def _drawn(self, product: Product) -> dict[str, int]:
        scale = scale_for(product.product_type.size_scale.name, product.gender)
        sizes = usual_sizes(scale, product.gender)
        if self.seed is None:
            return dict.fromkeys(sizes, 0)
        return simulated_stock(self.seed, product.external_id, sizes)

    def _count(
        self, row: Row, product: Product, variant: Variant | None, label: str, count: int
    ) -> None:
        if variant is None:
            self._open(product, label, count)
        else:
            self._move(variant, count - variant.on_hand, MovementReason.IMPORTED)

    def _open(self, product: Product, label: str, count: int) -> None:
        scale = self.references.scale(
            scale_for(product.product_type.size_scale.name, product.gender)
        )
        size = self.references.size(scale, label)
        sku = sku_for(product.external_id, label)
        self.new.append(Variant(product=product, size=size, sku=sku, on_hand=count))
        self.touched.add(product.pk)

    def _move(self, variant: Variant, change: int, reason: MovementReason) -> None:
        if change:
            movement = StockMovement(variant=variant, change=change, reason=reason, note=self.note)
            self.movements.append(movement)
            self.touched.add(variant.product_id)

    def _write(self) -> None:
        taken = set(
            Variant.objects.filter(sku__in=[variant.sku for variant in self.new]).values_list(
                "sku", flat=True
            )
            if self.new
            else ()
        )
        for variant in self.new:
            if variant.sku in taken:
                variant.sku = f"{variant.sku[:70]}-{fingerprint(repr(own_name(variant)))}"
            taken.add(variant.sku)
        Variant.objects.bulk_create(self.new)
        StockMovement.objects.bulk_create(self.movements)


def has_a_ledger(variants: Mapping[str, Variant]) -> bool:
    return StockMovement.objects.filter(variant__in=list(variants.values())).exists()


def own_name(variant: Variant) -> tuple[str, str]:
    return variant.product.external_id, variant.size.label


def sku_for(external_id: str, label: str) -> str:
    """`12345-M`: readable, and cut where the two together are too long."""
    sku = f"{external_id}-{re.sub(r'[^A-Za-z0-9.]+', '-', label).strip('-') or 'X'}"
    return sku if len(sku) <= LONGEST_SKU else f"{sku[:70]}-{fingerprint(sku)}"
