"""Lists of many products, counted and leafed through no further than anybody goes."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.utils.functional import cached_property

#: More than these are "more than 10,000", and have no pages behind them.
MOST = 10_000


class CountedSoFar(Paginator):
    @cached_property
    def found(self) -> int:
        return self.object_list.order_by()[: MOST + 1].count()  # type: ignore[attr-defined]

    @property
    def is_cut_off(self) -> bool:
        return self.found > MOST

    @property
    def count(self) -> int:  # type: ignore[override]
        return min(self.found, MOST)
