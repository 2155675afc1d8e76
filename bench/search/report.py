"""The report as a table for people, ratios first."""

from __future__ import annotations

from typing import Any


def growth_table(report: dict[str, Any]) -> str:
    lines = [f"{report['dim']} numbers a product; {report['machine']}"]
    for rows, figures in report["growth"].items():
        lines += ["", f"{rows} products"]
        lines += [f"  {name:13} {values}" for name, values in figures.items()]
    lines += ["", "slopes"]
    return "\n".join([*lines, *(f"  {name:13} {s}" for name, s in report["slopes"].items())])


def table(report: dict[str, Any]) -> str:
    lines = [f"{report['rows']} rows of {report['dim']} numbers; {report['machine']}", ""]
    for name, scenario in report["scenarios"].items():
        ratios = " ".join(f"{k} {v}" for k, v in scenario.items() if not isinstance(v, dict))
        lines.append(f"{name}: {ratios}")
        lines += [
            f"  {contender:11} recall {f['recall10']:.3f}  cpu {f['cpu_ms']:7.2f} ms"
            f"  p50 {f['p50_ms']:7.2f}  p95 {f['p95_ms']:7.2f}  short {f['short']}"
            for contender, f in scenario.items()
            if isinstance(f, dict)
        ]
    lines += ["", f"flips: {report['flip_ms']}", f"build: {report['build_s']}"]
    return "\n".join([*lines, f"bytes: {report['index_bytes']}"])
