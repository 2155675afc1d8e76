"""Why a product is offered in a garment's place, or why not: the first thing that decided it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pgvector.django import CosineDistance

from catalog.models import Gender, Product, Variant
from recommender.candidate_facts import as_candidate
from recommender.ladder import FEWEST, NAMES, unmet
from recommender.ladder_settings import SIMILAR
from recommender.models import ProductEmbedding
from recommender.pool import is_same_listing
from recommender.search import QueryVector, vector_of
from recommender.substitutes import Substitute, substitutes_for


@dataclass(frozen=True)
class Why:
    is_shown: bool
    decided_by: str  # a promise, a rung, or "place"
    text: str
    similarity: float | None = None  # cosine, -1 to 1; None where a promise decided


def why(variant: Variant, candidate: Product, k: int = 8) -> Why:
    """Whether `candidate` is among the `k` substitutes of the variant, and what decided that."""
    for promise, text in broken_promises(variant, candidate):
        return Why(False, promise, text)
    query = vector_of(variant.product)
    similarity = similarity_of(query, candidate) if query else None
    if similarity is None:
        missing = candidate if query else variant.product
        return Why(False, "vector", f"“{missing}” has no vector yet: is its photo embedded?")
    found = substitutes_for(variant, k)
    for place, substitute in enumerate(found, start=1):
        if substitute.product.pk == candidate.pk:
            text = f"Shown in place {place}, on the rung “{substitute.rung}”: {substitute.reason}."
            return Why(True, substitute.rung, text, similarity)
    return outrun(variant, candidate, found, similarity)


def broken_promises(variant: Variant, candidate: Product) -> Iterator[tuple[str, str]]:
    """Each promise that offering it would break, by name and in words."""
    wanted = variant.product
    if candidate.pk == wanted.pk:
        yield "self", "It is the garment itself."
    if not candidate.is_active:
        yield "inactive", f"It is not for sale: {candidate.get_status_display().lower()}."
    if is_same_listing(as_candidate(wanted), as_candidate(candidate)):
        yield "same_model", "It is the same model in the same colour under another number."
    if candidate.gender not in (wanted.gender, Gender.UNISEX):
        yield "gender", f"It is for {candidate.gender}, the garment for {wanted.gender}."
    shelf = candidate.variants.filter(size=variant.size_id).first()
    if shelf is None:
        yield "size", f"It does not come in {variant.size.label}."
    elif not shelf.on_hand:
        yield "stock", f"It is sold out in {variant.size.label}."
    elif not shelf.is_in_stock:
        yield "stock", f"What is left of it in {variant.size.label} is held at the till."


def similarity_of(query: QueryVector, candidate: Product) -> float | None:
    rows = ProductEmbedding.objects.filter(product=candidate, encoder=query.encoder_id)
    away = rows.values_list(CosineDistance("vector", query.numbers.tolist()), flat=True).first()
    return None if away is None else 1 - away


def outrun(
    variant: Variant, candidate: Product, found: tuple[Substitute, ...], similarity: float
) -> Why:
    """It breaks no promise, and others come before it."""
    wanted = variant.product
    missed = unmet(as_candidate(wanted), as_candidate(candidate))
    if "type" in missed:
        if candidate.product_type.family != wanted.product_type.family:
            text = f"{candidate.product_type} are not worn in the place of {wanted.product_type}."
            return Why(False, "family", text, similarity)
        text = f"Another type is offered only while fewer than {FEWEST} of its own are found."
        return Why(False, NAMES["type"], text, similarity)
    rung = NAMES[missed[-1]] if missed else "closest"
    if wanted.visible_colour and "colour" not in missed and similarity < SIMILAR:
        rung = NAMES["colour"]
        text = f"It hardly looks like it ({similarity:.2f}; alike from {SIMILAR})"
    else:
        text = f"It stands on the rung “{rung}” with a similarity of {similarity:.2f}"
    return Why(False, rung, f"{text}, and the {len(found)} shown come before it.", similarity)
