"""`make bench` lists and runs what is here; ARGS="search" runs one."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from types import ModuleType

import bench


def benchmarks() -> dict[str, ModuleType]:
    names = [module.name for module in pkgutil.iter_modules(bench.__path__)]
    modules = {name: importlib.import_module(f"bench.{name}") for name in names if name[0] != "_"}
    return {name: module for name, module in modules.items() if hasattr(module, "main")}


def run(names: list[str]) -> None:
    known = benchmarks()
    for name, module in known.items():
        print(f"{name:12} {(module.__doc__ or '').splitlines()[0]}")
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"No benchmark named {', '.join(unknown)}.")
    for name in names or known:
        print(f"\n== {name}")
        known[name].main()


if __name__ == "__main__":
    run(sys.argv[1:])
