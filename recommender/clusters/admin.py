"""The range in the admin: its tree of clusters, its map, and what a cluster holds."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse

from catalog.admin.marks import product_name, thumbnail
from catalog.admin.stock import ReadOnlyAdmin
from recommender.clusters.dendrogram import PICTURES, ROW, Dendrogram
from recommender.clusters.facts import Named, pictured, typical
from recommender.clusters.plane import COLUMNS, ROWS, Window, cells
from recommender.clusters.tree import Tree
from recommender.models import RangeMap
from recommender.models.range_map import unpacked

WORDS = PICTURES + 52 * 3 + 8  # px, where they begin
#: px of the tree's drawing and of a cell of the map; clusters open at once; products on a page.
WIDTH, CELL, MOST_OPEN, ON_A_PAGE = 1080, 62, 150, 60


@admin.register(RangeMap)
class RangeMapAdmin(ReadOnlyAdmin):
    def get_urls(self) -> list:
        view = self.admin_site.admin_view
        return [
            path("map/", view(self.map_view), name="recommender_rangemap_map"),
            path("cluster/<int:node>/", view(self.cluster_view), name="recommender_cluster"),
            *super().get_urls(),
        ]

    def latest(self, request: HttpRequest) -> RangeMap | None:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return RangeMap.objects.select_related("encoder").first()

    def page(self, request: HttpRequest, name: str, title: str, **facts: Any) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts}
        return TemplateResponse(request, f"admin/recommender/clusters/{name}.html", context | facts)

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The tree, with the clusters open that `open` names."""
        kept = self.latest(request)
        title = "Visual map of the range: tree"
        if kept is None:
            return self.page(request, "tree", title)
        tree = tree_in(kept)
        drawing = Dendrogram(tree, asked_for(tree, request.GET.get("open", "")))
        return self.page(request, "tree", title, kept=kept, **drawn(drawing))

    def map_view(self, request: HttpRequest) -> HttpResponse:
        kept = self.latest(request)
        title = "Visual map of the range"
        if kept is None:
            return self.page(request, "map", title)
        window = Window.asked(*(request.GET.get(name, "") for name in ("x", "y", "span")))
        shown = list(cells(window, unpacked(kept.on_map), unpacked(kept.points)))
        products = pictured(cell.product for cell in shown)
        return self.page(
            request, "map", title, kept=kept, window=window, around=ways_on(window),
            width=COLUMNS * CELL, height=ROWS * CELL, side=CELL - 4,
            cells=[laid(cell, products[cell.product]) for cell in shown
                   if cell.product in products],
        )  # fmt: skip

    def cluster_view(self, request: HttpRequest, node: int) -> HttpResponse:
        kept = self.latest(request)
        tree = tree_in(kept) if kept else None
        if tree is None or node not in tree:
            raise Http404
        members = tree.members(node)
        page = Paginator(members.tolist(), ON_A_PAGE).get_page(request.GET.get("p"))
        products = pictured(page.object_list)
        named = Named.of(members.tolist())
        return self.page(
            request, "cluster", f"Cluster of {tree.size(node):,}", node=node, page=page,
            words=named.words(members), gone=len(members) - named.still_there(members),
            halves=[(half, f"{tree.size(half):,} products: {named.words(tree.members(half))}")
                    for half in tree.children(node)],
            products=[(products[key], thumbnail(products[key].cover), product_name(products[key]))
                      for key in page.object_list if key in products],
        )  # fmt: skip


def tree_in(kept: RangeMap) -> Tree:
    return Tree(unpacked(kept.leaves), unpacked(kept.tree))


def asked_for(tree: Tree, opened: str) -> frozenset[int]:
    if not opened:
        return tree.at_first()
    numbers = (int(each) for each in opened.split(",") if each.isdecimal() and len(each) < 10)
    return frozenset(sorted((each for each in numbers if each in tree), reverse=True)[:MOST_OPEN])


def drawn(drawing: Dendrogram) -> dict[str, Any]:
    """What the page shows of the tree: each branch, and each row with its pictures and words."""
    tree = drawing.tree
    named = Named.of(tree.leaves.tolist())
    typical_of = {node: typical(tree.members(node)) for node in drawing.rows}
    products = pictured(key for keys in typical_of.values() for key in keys)
    rows = {
        node: {
            "pictures": [
                (PICTURES + 52 * number, products[key].cover.rendition(96))
                for number, key in enumerate(keys)
                if key in products and products[key].cover
            ],
            "title": products[keys[0]].title if node < len(tree.leaves) and keys[0] in products
            else f"{tree.size(node):,} products",
        }
        for node, keys in typical_of.items()
    }  # fmt: skip
    branches = [
        {
            "at": branch,
            "row": rows.get(branch.node),
            "words": named.words(tree.members(branch.node)),
            "size": tree.size(branch.node),
            "toggled": drawing.toggled(branch.node),
            "page": reverse("admin:recommender_cluster", args=[branch.node]),
        }
        for branch in drawing.branches
    ]
    return {
        "branches": branches, "width": WIDTH, "height": drawing.height, "row_height": ROW,
                "words_x": WORDS,
        "words_width": WIDTH - WORDS,
 "pictures_x": PICTURES,
    }  # fmt: skip


def laid(cell: Any, product: Any) -> dict[str, Any]:
    """A cell as it is drawn: a product alone leads to its page, several to a closer look."""
    alone = cell.count == 1
    change = reverse("admin:catalog_product_change", args=[product.pk])
    return {
        "x": cell.column * CELL,
        "y": cell.row * CELL,
        "picture": product.cover and product.cover.rendition(96),
        "href": change if alone else cell.window.address,
        "count": cell.count,
        "is_alone": alone,
        "says": product.title if alone else f"{product.title} and {cell.count - 1} like it",
    }


def ways_on(window: Window) -> list[tuple[str, str]]:
    """Names and addresses of where else one may look from here."""
    if window.span >= 1:
        return []
    ways = {
        "Wider": window.wider, "Left": window.moved(-0.5, 0), "Right": window.moved(0.5, 0),
        "Up": window.moved(0, -0.5), "Down": window.moved(0, 0.5), "All": Window(),
    }  # fmt: skip
    return [(name, way.address) for name, way in ways.items()]
