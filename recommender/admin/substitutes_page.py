"""What stands in for a product, explained to a merchandiser: the answer, and why not another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString

from catalog.admin.marks import thumbnail
from catalog.models import Product, Variant
from recommender.ladder.rungs import Mode
from recommender.ranking.stages import Asked, Ranking, rank
from recommender.ranking.wanted import wanted
from recommender.scoring import Scorer
from recommender.substitutes import Substitute, present
from recommender.why import Why, why

#: Of those next in line behind what shoppers see, so many.
NEXT = 4
#: Parts of a score that are shown, and how many log odds one is worth telling from.
PARTS, LEAST_TOLD = 5, 0.1


def substitutes_page(
    product_admin: admin.ModelAdmin, request: HttpRequest, pk: int
) -> HttpResponse:
    product = get_object_or_404(Product.objects.select_related("product_type", "brand"), pk=pk)
    if not product_admin.has_view_permission(request, product):
        raise PermissionDenied
    variants = list(product.variants.select_related("size").order_by("size__rank"))
    chosen = chosen_of(variants, request.GET.get("size", ""))
    mode = Mode.named(request.GET.get("mode", ""))
    asked = request.GET.get("candidate", "").replace("\0", "").strip()
    context = {
        **product_admin.admin_site.each_context(request),
        "title": f"What stands in for {product}",
        "opts": product_admin.opts,
        "product": product,
        "variants": variants,
        "chosen": chosen,
        "mode": mode,
        "modes": list(Mode),
        "found": answer(product, chosen, mode),
        "seen": Asked.k,
        "asked": asked,
        "verdict": verdict(product, chosen, asked, mode),
    }
    return TemplateResponse(request, "admin/catalog/product/substitutes.html", context)


def chosen_of(variants: list[Variant], label: str) -> Variant | None:
    """The size asked for; else one that is sold out, else the first."""
    named = (variant for variant in variants if variant.size.label == label)
    gone = (variant for variant in variants if not variant.is_in_stock)
    return next(named, None) or next(gone, None) or next(iter(variants), None)


@dataclass(frozen=True)
class Row:
    substitute: Substitute
    picture: SafeString
    parts: tuple[str, ...]  # what its score is made of, in log odds, the weightiest first


def answer(product: Product, chosen: Variant | None, mode: Mode) -> tuple[Row, ...]:
    """What a shopper sees, and the next in line."""
    if chosen is None:
        return ()
    chosen.product = product
    garment = wanted(chosen)
    if garment is None:
        return ()
    ranking = with_next(rank(garment, Asked(mode=mode)))
    scored = {group.best.product_id: group.best for group in ranking.shown}
    scorer = Scorer.shipped(garment.query.version)
    return tuple(
        Row(
            substitute,
            thumbnail(substitute.product.cover),
            weightiest(scorer.parts(garment.facts, scored[substitute.product.pk])),
        )
        for substitute in present(garment, ranking)
    )


def with_next(ranking: Ranking) -> Ranking:
    """The first groups that found no place count as shown as well."""
    shown = {group.best.product_id for group in ranking.shown}
    behind = [group for group in ranking.groups if group.best.product_id not in shown]
    return replace(ranking, shown=(*ranking.shown, *behind[:NEXT]))


def weightiest(parts: Mapping[str, float]) -> tuple[str, ...]:
    """ "cosine +3.6", "price apart -0.4": as many as a cell holds, without what says nothing."""
    told = sorted(parts.items(), key=lambda part: -abs(part[1]))
    return tuple(f"{name} {part:+.1f}" for name, part in told if abs(part) >= LEAST_TOLD)[:PARTS]


def verdict(
    product: Product, chosen: Variant | None, asked: str, mode: Mode
) -> tuple[Product, Why] | str:
    """The candidate and why; a sentence where there is none; "" where none was asked about."""
    if not asked or chosen is None:
        return ""
    named = Q(external_id=asked) | Q(slug=asked.rstrip("/").rpartition("/")[2])
    named |= Q(variants__sku=asked)
    if asked.isdecimal() and len(asked) < 19:
        named |= Q(pk=int(asked))
    candidate = Product.objects.select_related("product_type").filter(named).first()
    if candidate is None:
        return f"No product has the id, SKU or address “{asked}”."
    return candidate, why(chosen, candidate, mode=mode)
