"""The range as a tree of clusters and as a map, and the pages that show them."""

from __future__ import annotations

import json
import re

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from catalog.models import Product
from recommender.clusters.dendrogram import Dendrogram
from recommender.clusters.laying_out import laid_out
from recommender.clusters.linking import linked, linked_by_type
from recommender.clusters.plane import Window, cells
from recommender.clusters.purity import purity
from recommender.clusters.tree import Tree
from recommender.models import RangeMap
from tests.factories import give_photo, make_product

TREE = "/admin/recommender/rangemap/"


def four() -> Tree:
    """Two that nearly touch, two others that do so less, far from the first."""
    vectors = np.array([[1, 0.0], [0, 1.0], [1, 0.1], [0.3, 1.0]])
    return Tree(np.array([10, 20, 30, 40]), linked(vectors))


def test_what_is_alike_joins_first():
    tree = four()
    assert tree.children(4) == (0, 2)
    assert sorted(tree.members(4).tolist()) == [10, 30]
    assert sorted(tree.members(5).tolist()) == [20, 40]
    assert sorted(tree.members(tree.root).tolist()) == [10, 20, 30, 40]
    assert (tree.size(tree.root), tree.members(1).tolist()) == (4, [20])


def test_clusters_open_and_close():
    tree = four()
    drawing = Dendrogram(tree, {tree.root})
    assert drawing.rows == [4, 5]
    assert drawing.toggled(5) == "6,5"
    assert drawing.toggled(tree.root) == "none"
    opened = Dendrogram(tree, {6, 5, 4})
    assert sorted(opened.rows) == [0, 1, 2, 3]
    assert opened.toggled(6) == "none"  # what lies within closes with it
    by_node = {branch.node: branch for branch in opened.branches}
    assert by_node[6].x < by_node[5].x < by_node[4].x < by_node[0].x
    assert by_node[6].y == (by_node[4].y + by_node[5].y) // 2


def test_a_large_range_is_linked_type_by_type_into_one_tree():
    dice = np.random.default_rng(3)
    types = [0] * 5 + [1] * 4 + [2]
    vectors = dice.normal(size=(10, 3)) + 9 * np.eye(3)[types]
    places, joins = linked_by_type(vectors, types)
    tree = Tree(places, joins)
    assert len(joins) == 9
    assert (joins[:, 2] >= 0).all()
    assert sorted(tree.members(tree.root).tolist()) == list(range(10))
    of_one_type = [set(tree.members(node).tolist()) for node in range(tree.root)]
    assert {0, 1, 2, 3, 4} in of_one_type
    assert {5, 6, 7, 8} in of_one_type


def test_purity_is_the_share_of_the_commonest_name():
    labels = np.array([1, 1, 1, 2, 2])
    told = purity(labels, ["Dress", "Dress", "Shirt", "Shirt", "Shirt"], ["Red", "", "Red", "", ""])
    assert (told.clusters, told.types, told.colours) == (2, 0.8, 1.0)


def test_the_map_is_seen_whole_and_closer():
    keys, points = np.array([1, 2, 3]), np.array([[0.01, 0.01], [0.02, 0.01], [1.0, 1.0]])
    whole = sorted(cells(Window(), keys, points), key=lambda cell: cell.column)
    assert [(cell.count, cell.column, cell.row) for cell in whole] == [(2, 0, 0), (1, 15, 9)]
    assert whole[0].product == 2  # nearer to the middle of its cell
    closer = whole[0].window
    assert closer == Window(0.0, 0.0, 0.25)
    assert sum(cell.count for cell in cells(closer, keys, points)) == 2
    assert closer.wider == Window()


@pytest.mark.parametrize("count", [3, 20])
def test_what_looks_alike_lies_together(count):
    """By principal components while there are few, by neighbours when there are more."""
    dice = np.random.default_rng(1)
    kinds = np.repeat(np.eye(3), count, axis=0)
    points = laid_out((kinds + dice.normal(scale=0.02, size=kinds.shape)).astype(np.float32))
    assert (points.min(), points.max()) == pytest.approx((0, 1))
    middles = points.reshape(3, count, 2).mean(1)
    away = np.linalg.norm(points[:, None] - middles, axis=2)
    assert (away.argmin(1) == np.repeat(range(3), count)).all()


@pytest.mark.parametrize("asked", [("a", "", ""), ("nan", "0", "1"), ("", "", "")])
def test_an_address_that_makes_no_sense_shows_all(asked):
    assert Window.asked(*asked) == Window()
    assert Window.asked("9", "-9", "7") == Window()


@pytest.fixture
def a_range(db, encoder_version) -> list[Product]:
    """Black dresses and blue shirts, six each."""
    dresses = [make_product(f"Dress {n}", vector=[1, 0.02 * n, 0]) for n in range(6)]
    shirts = [
        make_product(f"Shirt {n}", "Shirt", colour="Blue", vector=[0, 0.02 * n, 1])
        for n in range(6)
    ]
    give_photo(dresses[0])
    return [*dresses, *shirts]


def test_the_command_says_how_pure_they_are_and_keeps_one_map(a_range, capsys):
    call_command("cluster_catalogue", "--json")
    told = json.loads(capsys.readouterr().out)
    assert (told["products"], told["is_by_type"]) == (12, False)
    [cut] = told["purity"]
    assert (cut["clusters"], cut["types"], cut["colours"]) == (10, 1.0, 1.0)
    call_command("cluster_catalogue")
    assert "12 products, all in one tree" in capsys.readouterr().out
    assert RangeMap.objects.count() == 1


def test_without_vectors_there_is_nothing_to_cluster(db):
    with pytest.raises(CommandError, match="No two active products"):
        call_command("cluster_catalogue")


def test_the_tree_opens_by_its_knots_and_a_cluster_lists_its_products(admin_client, a_range):
    assert "Nothing was clustered yet" in admin_client.get(TREE).content.decode()
    call_command("cluster_catalogue")
    root = 22
    closed = admin_client.get(TREE, {"open": "none"}).content.decode()
    assert "12 products" in closed
    halves = admin_client.get(TREE, {"open": str(root)}).content.decode()
    assert "6 products" in halves
    assert "Dress 100% · Black 100%" in halves
    assert f"?open={root},21" in halves or f"?open={root},20" in halves
    page = admin_client.get(f"{TREE}cluster/{root}/").content.decode()
    assert all(product.title in page for product in a_range)
    assert admin_client.get(f"{TREE}cluster/99/").status_code == 404
    assert admin_client.get(TREE, {"open": "7,x,99999999999,-1"}).status_code == 200


def test_what_has_left_the_shop_is_left_out(admin_client, a_range):
    call_command("cluster_catalogue")
    a_range[0].delete()
    assert "No longer in the shop: 1" in admin_client.get(f"{TREE}cluster/22/").content.decode()
    assert admin_client.get(f"{TREE}map/").status_code == 200
    assert admin_client.get(TREE, {"open": ",".join(map(str, range(23)))}).status_code == 200


def test_the_map_leads_closer_until_a_product_is_alone(admin_client, a_range):
    call_command("cluster_catalogue")
    page = admin_client.get(f"{TREE}map/").content.decode()
    assert len(re.findall('class="cell"', page)) >= 2
    assert f"/admin/catalog/product/{a_range[0].pk}/change/" in page or "?x=" in page
    closer = admin_client.get(f"{TREE}map/", {"x": "0", "y": "0", "span": "0.25"}).content.decode()
    assert "Wider" in closer


def test_it_is_for_staff_who_may_see_it(client, a_range):
    for page in (TREE, f"{TREE}map/", f"{TREE}cluster/3/"):
        assert client.get(page).status_code == 302
