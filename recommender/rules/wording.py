"""A rule in words: for lists, and for its history, where names stand for keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.admin.marks import product_label
from catalog.models import Brand, Product, ProductType
from recommender.models import RuleAction, SubstitutionRule

MOST_NAMED = 3
KINDS: dict[str, Any] = {
    "products": Product.objects.select_related("brand"),
    "types": ProductType.objects.all(),
    "brands": Brand.objects.all(),
}


@dataclass(frozen=True)
class Names:
    """What the keys of some rules stand for, by kind: "products", "types" or "brands"."""

    known: dict[str, dict[int, str]]

    @classmethod
    def of(cls, rules: Iterable[Any]) -> Names:
        """In three queries, however many rules, or records of their history, there are."""
        rules = list(rules)
        return cls({kind: named(kind, keys(rules, kind)) for kind in KINDS})

    def words(self, kind: str, asked: Sequence[int]) -> str:
        return some([self.known[kind].get(pk, f"no. {pk}, which is gone") for pk in asked])


def named(kind: str, pks: Iterable[int]) -> dict[int, str]:
    rows = KINDS[kind].in_bulk(set(pks))
    return {pk: product_label(row) if kind == "products" else row.name for pk, row in rows.items()}


def keys(rules: Iterable[Any], kind: str) -> set[int]:
    sides = ("wanted", "offered")
    return {pk for rule in rules for side in sides for pk in getattr(rule, f"{side}_{kind}")}


def some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else shown


def sentence(rule: SubstitutionRule, names: Names) -> str:
    """“Shows earlier (×2): by Fjellro, margin from 40 %. In place of: Dress, for Women.”"""
    what = "; ".join(offered(rule, names)) or "everything"
    place = "; ".join(wanted(rule, names)) or "anything"
    return f"{deed(rule)}: {what}. In place of: {place}."


def deed(rule: SubstitutionRule) -> str:
    if rule.action == RuleAction.BOOST:
        return f"Shows earlier (×{rule.strength or 2:g})"
    if rule.action == RuleAction.BURY:
        return f"Shows later (÷{rule.strength:g})" if rule.strength else "Shows last of its rung"
    return "Shows first" if rule.action == RuleAction.PIN else "Never shows"


def offered(rule: SubstitutionRule, names: Names) -> Iterator[str]:
    yield from asked_for(rule, "offered", names)
    yield from between("margin", rule.margin_from, rule.margin_to, " %")
    yield from between("in the shop for", rule.age_from, rule.age_to, " days")


def wanted(rule: SubstitutionRule, names: Names) -> Iterator[str]:
    yield from asked_for(rule, "wanted", names)
    if rule.wanted_genders:
        yield f"for {', '.join(rule.wanted_genders)}"
    if rule.wanted_sections:
        yield f"of {', '.join(rule.wanted_sections)}"


def asked_for(rule: SubstitutionRule, side: str, names: Names) -> Iterator[str]:
    for kind, before in (("products", ""), ("types", ""), ("brands", "by ")):
        if asked := getattr(rule, f"{side}_{kind}"):
            yield before + names.words(kind, asked)
    if tags := getattr(rule, f"{side}_tags"):
        yield f"tagged {', '.join(tags)}"


def between(what: str, least: int | None, most: int | None, unit: str) -> Iterator[str]:
    if least is not None and most is not None:
        yield f"{what} {least} to {most}{unit}"
    elif least is not None:
        yield f"{what} {least}{unit} or more"
    elif most is not None:
        yield f"{what} {most}{unit} at most"
