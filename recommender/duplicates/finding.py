"""The catalogue's near-duplicates, found and noted for a merchandiser to look at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from django.db import transaction
from django.db.models import OuterRef, Subquery

from catalog.models import Product, ProductImage, Status
from recommender.duplicates.candidates import LEAST_COSINE, NEIGHBOURS, Pairs, by_hash
from recommender.duplicates.comparing import Evidence
from recommender.duplicates.fingerprint import Fingerprint, fingerprint
from recommender.duplicates.grouping import groups, same_pictures
from recommender.embedding.indexing import undecoded
from recommender.models import DuplicatePair, EncoderVersion, ProductEmbedding, Verdict
from recommender.search import QueryVector, Where, nearest

Note = Callable[[str], object]
Evidences = dict[tuple[int, int], Evidence]  # by the keys of two products, the smaller first


@dataclass(frozen=True)
class Found:
    products: int  # whose cover could be read
    compared: int  # pairs
    new: int  # pairs that nobody has seen before
    groups: list[list[int]]  # keys of products, without pairs that are no duplicates
    seconds: float


def find_duplicates(note: Note = lambda line: None) -> Found:
    """Compare the covers of all products that are not discontinued, and note what is one picture.

    What waited and is no longer found is forgotten; a verdict stays.
    """
    begun = time.monotonic()
    prints = dict(covers(note))
    keys = sorted(prints)
    pairs = candidates(keys, [prints[key] for key in keys])
    note(f"{len(pairs):,} pairs to compare")
    found = {
        (keys[one], keys[other]): evidence
        for (one, other), evidence in same_pictures([prints[key] for key in keys], pairs)
    }
    new = remember(found)
    apart = set(pairs_that_are(Verdict.NOT_DUPLICATE))
    joined = groups(found.keys() - apart)
    return Found(len(keys), len(pairs), new, joined, time.monotonic() - begun)


def covers(note: Note) -> Iterator[tuple[int, Fingerprint]]:
    """By product; a cover that cannot be read is told of and left out."""
    first = ProductImage.objects.filter(product=OuterRef("pk")).order_by("position", "pk")
    products = Product.objects.exclude(status=Status.DISCONTINUED).order_by("pk")
    named = products.annotate(file=Subquery(first.values("image")[:1])).filter(file__isnull=False)
    for key, file in named.values_list("pk", "file").iterator():
        try:
            yield key, fingerprint(undecoded(file))
        except (OSError, ValueError) as error:
            note(f"Product {key}: {error}")


def candidates(keys: list[int], prints: list[Fingerprint]) -> Pairs:
    """Places in `keys`."""
    place_of = {key: place for place, key in enumerate(keys)}
    near = (
        (place_of[one], place_of[other])
        for one, other in neighbours()
        if one in place_of and other in place_of
    )
    return by_hash(prints) | {(min(pair), max(pair)) for pair in near}


def neighbours() -> Iterator[tuple[int, int]]:
    """Keys of each product and of those nearest to it: a search each, so the graph's n log n."""
    encoder = EncoderVersion.objects.active()
    if encoder is None:
        return
    rows = ProductEmbedding.objects.of_active_encoder().with_vector()
    anything = Where(in_stock=False)
    for key, vector in rows.values_list("product_id", "vector").iterator(chunk_size=500):
        query = QueryVector(np.asarray(vector, np.float32), encoder.pk, encoder.version)
        for each in nearest(query, anything, NEIGHBOURS, [key]):
            if each.similarity >= LEAST_COSINE:
                yield key, each.product_id


@transaction.atomic
def remember(found: Evidences) -> int:
    """How many are new."""
    waiting = DuplicatePair.objects.waiting()
    gone = [pair.pk for pair in waiting if (pair.first_id, pair.second_id) not in found]
    DuplicatePair.objects.filter(pk__in=gone).delete()
    known = set(DuplicatePair.objects.values_list("first_id", "second_id"))
    new = [row(pair, evidence) for pair, evidence in found.items() if pair not in known]
    DuplicatePair.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)


def row(pair: tuple[int, int], evidence: Evidence) -> DuplicatePair:
    return DuplicatePair(
        first_id=pair[0],
        second_id=pair[1],
        structure=evidence.structure,
        colour=evidence.colour,
        is_mirrored=evidence.is_mirrored,
    )


def pairs_that_are(*verdicts: Verdict) -> Iterable[tuple[int, int]]:
    return DuplicatePair.objects.filter(verdict__in=verdicts).values_list("first_id", "second_id")
