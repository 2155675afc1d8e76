"""The figures of one run as a table."""

from __future__ import annotations

from typing import Any


def table(facts: dict[str, Any]) -> str:
    sizes = list(next(iter(facts["paths"].values())))
    lines = [f"{'pictures a second':24}" + "".join(f"{size:>9}" for size in sizes)]
    lines += [
        f"{name:24}" + "".join(f"{rate:9.1f}" for rate in row.values())
        for name, row in facts["paths"].items()
    ]
    rest = {name: value for name, value in facts.items() if name != "paths"}
    return "\n".join(lines + [f"{name:36} {value}" for name, value in rest.items()])
