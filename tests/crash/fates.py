"""An integrator's server that answers each message as it was decided when it first heard of it."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from shop.alerts.webhooks.dispatch import WAITS
from tests.shop.alerts.receiver import Receiver

BAD: list[int | str] = [500, 302, 503, 429, "closes", "hangs", "drips"]
MOST = len(WAITS) + 1  # calls, before a message is given up
#: How many bad answers, and of how many messages in a thousand.
FATES = {0: 520, 1: 250, 2: 100, 3: 50, 5: 40, MOST - 1: 20, MOST: 20}
#: One message in so many is answered 410, which disables its endpoint.
GONE_EVERY = 800


@dataclass
class Fates(Receiver):
    """After its bad answers a message hears 204, or a flood of 1 GB that begins with 200."""

    chance: random.Random = field(default_factory=lambda: random.Random(11))
    fates: dict[str, list[int | str]] = field(default_factory=dict)
    given: list[int | str] = field(default_factory=list)

    def next_mood(self, name: str) -> int | str:
        with self.guard:
            if name not in self.fates:
                self.fates[name] = self.drawn()
            fate = self.fates[name]
            mood = fate.pop(0) if fate else 204
            self.given.append(mood)
            return mood

    def drawn(self) -> list[int | str]:
        if len(self.fates) % GONE_EVERY == 0:
            return [410]
        if len(self.fates) % GONE_EVERY == 1:  # however few there are
            return self.chance.choices(BAD, k=MOST)
        [bad] = self.chance.choices(list(FATES), list(FATES.values()))
        last: list[int | str] = ["floods"] if self.chance.random() < 0.05 else []
        return self.chance.choices(BAD, k=bad) + last
