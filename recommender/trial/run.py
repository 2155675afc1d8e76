"""The trial itself: sold-out sizes by seed, their substitutes, and what these are worth."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from django.db import connection

from catalog.models import Product, Status, Variant
from recommender.ladder.rungs import FEWEST
from recommender.search.upkeep import keep_up
from recommender.substitutes import Substitute, substitutes_for
from recommender.trial.goods import Goods
from recommender.trial.promises import KINDS, is_hers, violations

Advance = Callable[[int], Any]
#: Places that count, and how much a gain counts in each.
TOP = 5
DISCOUNTS = 1 / np.log2(np.arange(TOP) + 2)


@dataclass
class Trial:
    """What is counted on the way; `blind`: colour and usage of the candidates were hidden."""

    goods: Goods
    floors: dict[str, np.ndarray]  # (n, d) unit rows by which a floor ranks
    violations: Counter[str] = field(default_factory=Counter)
    rungs: Counter[str] = field(default_factory=Counter)
    enough: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    alike: list[float] = field(default_factory=list)  # cosine among the first of an answer
    one_brand: list[bool] = field(default_factory=list)  # three of four in a row of it
    worth: dict[str, list[float]] = field(default_factory=dict)
    queries: int = 0

    def ask(self, variant: Variant, blind: bool) -> None:
        begun = time.perf_counter()
        found = substitutes_for(variant)
        self.seconds.append(time.perf_counter() - begun)
        self.queries += 1
        self.violations.update(kind for s in found for kind in violations(variant, s))
        self.rungs.update(substitute.rung for substitute in found)
        self._judge(variant, found, "_blind" if blind else "")

    def _judge(self, variant: Variant, found: Sequence[Substitute], suffix: str) -> None:
        row = self.goods.rows[variant.product_id]
        allowed = self.goods.promised(row, variant.size_id)
        near_enough = allowed & (self.goods.families == self.goods.families[row])
        if near_enough.sum() >= FEWEST:
            in_hers = [each for each in found if is_hers(variant, each.variant.size)]
            self.enough.append(len(in_hers) >= FEWEST)
        gains = self.goods.gains(row) * allowed  # a size beside hers is worth nothing here
        ideal = np.sort(gains[allowed])[::-1][:TOP]
        if not ideal.any():
            return
        answered = [self.goods.rows[substitute.product.pk] for substitute in found]
        self._vary(answered, [substitute.product.brand_id for substitute in found])
        self._note(f"ndcg5{suffix}", gains[answered], ideal)
        for name, order in self._floors(row, allowed).items():
            self._note(f"{name}{suffix}", gains[order], ideal)

    def _note(self, name: str, gains: np.ndarray, ideal: np.ndarray) -> None:
        self.worth.setdefault(name, []).append(discounted(gains) / discounted(ideal))

    def _vary(self, answered: list[int], brands: list[int | None]) -> None:
        if len(answered) > 1:
            rows = self.goods.vectors[answered[:TOP]]
            among = (rows @ rows.T)[np.triu_indices(len(rows), 1)]
            self.alike.append(float(among.mean()))
        self.one_brand.append(has_three_of_a_brand(brands))

    def _floors(self, row: int, allowed: np.ndarray) -> dict[str, np.ndarray]:
        """The first places by each floor, of what the promises allow."""
        places = np.flatnonzero(allowed)
        same_type = places[self.goods.types[places] == self.goods.types[row]]
        chance = np.random.default_rng(row)
        found = {"random": chance.permutation(places)[:TOP]}
        for name, rows in self.floors.items():
            found[name] = best(rows, row, places)
            found[f"{name}_same_type"] = best(rows, row, same_type)
        return found

    def report(self) -> dict[str, Any]:
        took = sorted(1000 * seconds for seconds in self.seconds)
        worth = {name: mean(values) for name, values in self.worth.items()}
        ours = {name: worth.pop(name, None) for name in ("ndcg5", "ndcg5_blind")}
        return {
            "queries": self.queries,
            "products": len(self.goods.ids),
            "violations": {kind: self.violations[kind] for kind in KINDS},
            "at_least_4": mean(self.enough),
            **ours,
            "rungs": dict(self.rungs.most_common()),
            "floors": worth,
            "diversity": {
                "mean_similarity": mean(self.alike),
                "three_of_a_brand_in_four": mean(self.one_brand),
            },
            "latency_ms": {
                "p50": round(took[len(took) // 2], 2),
                "p95": round(took[int(0.95 * len(took))], 2),
            },
        }


def mean(values: Sequence[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def has_three_of_a_brand(brands: Sequence[int | None]) -> bool:
    """Whether of any four in a row three are of one brand."""
    windows = (brands[at : at + 4] for at in range(max(1, len(brands) - 3)))
    return any(max(Counter(filter(None, each)).values(), default=0) > 2 for each in windows)


def best(rows: np.ndarray, row: int, places: np.ndarray) -> np.ndarray:
    return places[np.argsort(-(rows[places] @ rows[row]), kind="stable")[:TOP]]


def discounted(gains: np.ndarray) -> float:
    """Discounted cumulative gain of the first places (Järvelin and Kekäläinen, 2002)."""
    first = gains[:TOP]
    return float((first * DISCOUNTS[: len(first)]).sum())


def sold_out(count: int, seed: int) -> list[Variant]:
    """Sizes that are gone, each of another product, drawn by seed."""
    gone = Variant.objects.sold_out().filter(product__status=Status.ACTIVE)
    ids = list(
        gone.order_by("product_id", "sku").distinct("product_id").values_list("pk", flat=True)
    )
    drawn = random.Random(seed).sample(ids, min(count, len(ids)))  # noqa: S311 - a sample, no secret
    found = Variant.objects.select_related("size", "product__product_type").in_bulk(drawn)
    return [found[pk] for pk in drawn]


def try_substitutes(
    trial: Trial, variants: Sequence[Variant], blind: float, advance: Advance
) -> dict[str, Any]:
    """The report on these sold-out sizes, the last share of them asked with colours hidden.

    What hides them is that no product has a colour or usage any more: for scratch shops only.
    """
    seeing = len(variants) - round(blind * len(variants))
    for variant in variants[:seeing]:
        trial.ask(variant, blind=False)
        advance(1)
    if blind:
        hide_colours()
    for variant in variants[seeing:]:
        trial.ask(variant, blind=True)
        advance(1)
    return trial.report()


def hide_colours() -> None:
    Product.objects.update(colour="", usage="")
    keep_up()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE) product_search")
