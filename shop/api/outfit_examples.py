"""The dress of the other examples, in S, and what completes it for less than 250 euros."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample

from shop.api.examples import BOOTS, answer

TO_COMPLETE = OpenApiExample(
    "A dress in S, shoes in 38, €250 at most",
    value={"products": ["D-17-S"], "sizes": ["38"], "budget": "250.00", "limit": 1},
    request_only=True,
)
COMPLETED = answer(
    "One look",
    {
        "products": [17],
        "results": [
            {
                "title": "",
                "reasons": ["All smart casual", "€121.00 under your budget"],
                "total": "129.00",
                "total_with_products": "218.00",
                "currency": "EUR",
                "pieces": [
                    {
                        "slot": "shoes",
                        "product": BOOTS,
                        "variant": BOOTS["sizes"][0],
                        "instead_of": None,
                        "reason": "Completes a casual outfit",
                    }
                ],
            }
        ],
    },
)
