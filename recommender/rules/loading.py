"""The rules in force at this moment, as the database has them: a saved rule works at once."""

from __future__ import annotations

import json
from dataclasses import fields
from functools import lru_cache
from typing import Any

from django.conf import settings

from catalog.models import Product
from catalog.prepared import fetch
from recommender.models.rule import RuleAction
from recommender.product_search import reading
from recommender.rules.active import ActiveRule, in_order

FIELDS = tuple(field.name for field in fields(ActiveRule))

#: A subquery that gives all rules in force as one text, for `read_rules`; a day is the shop's own.
RULES_IN_FORCE = f"""(
    SELECT coalesce(json_agg(r ORDER BY r.id)::text, '[]') FROM (
        SELECT {", ".join(FIELDS)}
        FROM recommender_substitutionrule,
            (SELECT (now() AT TIME ZONE '{settings.TIME_ZONE}')::date AS day OFFSET 0) AS today
        WHERE is_active
            AND (starts_on IS NULL OR starts_on <= day) AND (ends_on IS NULL OR ends_on >= day)
    ) AS r
)"""  # noqa: S608 - names of ours


def rules_in_force(wanted: Product) -> tuple[ActiveRule, ...]:
    """Those that have a say in what stands in for this garment, the one that decides first."""
    text = wanted.__dict__.get("brought_rules") or rules_as_text()
    return tuple(rule for rule in read_rules(text) if rule.is_for(wanted))


def rules_as_text() -> str:
    ((text,),) = fetch(reading(), f"SELECT {RULES_IN_FORCE}", [])
    return text


@lru_cache(maxsize=16)
def read_rules(text: str) -> tuple[ActiveRule, ...]:
    """What RULES_IN_FORCE gave. Rules change by the day and are asked for with every page, so the
    same text is read once."""
    return in_order(ActiveRule(**told(row)) for row in json.loads(text))


def told(row: dict[str, Any]) -> dict[str, Any]:
    """JSON's lists and words as the dataclass has them."""
    facts = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.items()
    }
    return {**facts, "action": RuleAction(row["action"])}
