"""The whole range as a tree of clusters and a map, drawn in the admin."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from recommender.clusters.making import NothingToCluster, Report, cluster_catalogue


class Command(BaseCommand):
    help = (
        "Cluster the active products by their vectors, lay them out on a map, and keep both for "
        "the admin (Recommender, maps of the range). Prints how pure the clusters are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = cluster_catalogue(self.stderr.write)
        except NothingToCluster as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(asdict(report)) if options["json"] else told(report))


def told(report: Report) -> str:
    lines = [
        f"{each.clusters:5} clusters: {each.types:.2f} of the products are of their cluster's "
        f"commonest type, {each.colours:.2f} of its commonest colour "
        f"(by chance {each.types_by_chance:.2f} and {each.colours_by_chance:.2f})"
        for each in report.purity
    ]
    how = "each type by itself" if report.is_by_type else "all in one tree"
    last = (
        f"{report.products} products, {how}: tree in {report.tree_seconds:.0f} seconds, map in "
        f"{report.map_seconds:.0f}."
    )
    return "\n".join([*lines, last])
