"""People and integrators who wait, by the thousand."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection

from catalog.models import Variant
from shop.alerts.models import Endpoint, Mailbox, Subscription
from shop.api.models import ApiKey
from tests.factories import make_product


def sold_out_sizes(number: int) -> list[Variant]:
    products = [make_product(f"Dress {n}", stock={"M": 0}) for n in range(number)]
    return list(Variant.objects.filter(product__in=products).order_by("pk"))


def shoppers(sizes: Sequence[Variant], people: int) -> None:
    """Each waits for one of these sizes, under an address of her own."""
    boxes = Mailbox.objects.bulk_create(
        Mailbox(address=f"shopper{n}@example.org", inbox=f"shopper{n}") for n in range(people)
    )
    Subscription.objects.bulk_create(
        Subscription(mailbox=box, variant=sizes[n % len(sizes)], state="active")
        for n, box in enumerate(boxes)
    )


def fetchers(sizes: Sequence[Variant], number: int) -> None:
    """Integrators who fetch what they are told, each listening for all of these sizes."""
    for place in range(number):
        key, _ = ApiKey.objects.issue(f"Fetcher {place}", ["alerts"])
        listen(key, sizes, None)


def called(key: ApiKey, sizes: Sequence[Variant], urls: Sequence[str]) -> None:
    """Endpoints at which an integrator is told of each of these sizes."""
    for url in urls:
        listen(key, sizes, Endpoint.objects.create(owner=key, url=url))


def listen(key: ApiKey, sizes: Sequence[Variant], endpoint: Endpoint | None) -> None:
    Subscription.objects.bulk_create(
        Subscription(variant=size, owner=key, endpoint=endpoint, state="active") for size in sizes
    )


def put(variant: int, on_hand: int) -> None:
    """So many are on the shelf now, by raw SQL."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE catalog_variant SET on_hand = %s WHERE id = %s", [on_hand, variant])
