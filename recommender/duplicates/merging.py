"""Of two listings of one garment one stays for sale, and the other leads to it.

Nothing is deleted and nothing of an order is rewritten: what gave way is discontinued, keeps its
number, photos, ledger and orders, and its address leads on. Looks show the one that stays, which
is given the sizes that it lacks; alerts and bags, which the recommender does not know, hear of it
by the signal.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.dispatch import Signal

from catalog.models import LookItem, Product, Status, Variant
from recommender.models import DuplicatePair, Verdict

#: Sent inside the transaction, with `gone` and `kept`, two products.
merged = Signal()


class CannotMerge(ValueError):
    """With what to do about it."""


@transaction.atomic
def merge(pair: DuplicatePair, kept: Product, who: Any = None) -> Product:
    """Returns the one that gave way. Raises CannotMerge."""
    pair = DuplicatePair.objects.select_for_update().get(pk=pair.pk)
    if pair.verdict == Verdict.MERGED:
        raise CannotMerge("They are merged already.")
    gone = pair.second if kept.pk == pair.first_id else pair.first
    check(gone, kept)
    give_sizes(gone, kept)
    follow_in_looks(gone, kept)
    gone.status = Status.DISCONTINUED
    gone._change_reason = f"Merged into {kept.external_id}"  # type: ignore[attr-defined]
    gone.save(update_fields=["status", "updated_at"])
    pair.decide(Verdict.MERGED, who, kept)
    merged.send(DuplicatePair, gone=gone, kept=kept)
    return gone


def check(gone: Product, kept: Product) -> None:
    """Pieces are moved by who can count them: both listings may be of one pile."""
    variants = list(gone.variants.locked_in_order())
    if any(variant.reserved for variant in variants):
        raise CannotMerge(f"Somebody is paying for “{gone}” just now. Try again in a while.")
    if pieces := sum(variant.on_hand for variant in variants):
        raise CannotMerge(
            f"“{gone}” has {pieces} pieces in stock. Book them onto the one that stays, or out, on "
            "its stock page, then merge."
        )
    if gone.currency != kept.currency:
        raise CannotMerge(f"“{gone}” costs {gone.currency}, “{kept}” {kept.currency}.")
    if not kept.is_active:
        raise CannotMerge(f"“{kept}” is not for sale: keep the other, or put it on sale first.")
    if merged_into(kept):
        raise CannotMerge(f"“{kept}” has itself been merged into another.")


def give_sizes(gone: Product, kept: Product) -> None:
    """Who waits for a size that only the other came in waits for it here."""
    there = set(kept.variants.values_list("size", flat=True))
    for variant in gone.variants.exclude(size__in=there):
        Variant.objects.create(product=kept, size_id=variant.size_id, sku=f"{variant.sku}+")


def follow_in_looks(gone: Product, kept: Product) -> None:
    items = LookItem.objects.filter(product=gone)
    items.filter(look__items__product=kept).delete()  # the look shows it already
    LookItem.objects.filter(product=gone).update(product=kept)


def merged_into(product: Product) -> Product | None:
    """What stays for sale in its place, also over several merges; None where it was not merged."""
    seen, here = {product.pk}, product
    while (pair := last_merge_of(here)) and pair.kept:
        here = pair.kept
        if here.pk in seen:
            return None
        seen.add(here.pk)
    return None if here.pk == product.pk else here


def last_merge_of(gone: Product) -> DuplicatePair | None:
    merges = DuplicatePair.objects.filter(verdict=Verdict.MERGED).exclude(kept=gone)
    return (
        (merges.filter(first=gone) | merges.filter(second=gone))
        .select_related("kept")
        .order_by("-decided_at")
        .first()
    )
