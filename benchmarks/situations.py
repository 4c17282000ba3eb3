"""Situations: how long it takes to make one, map and scenario, in memory.

Run as `python benchmarks/situations.py [--seeds N] [--json]`; prints the milliseconds of a core by group.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time

from aureole.world.situations import index

SEEDS = 5  # of each situation


def measured(seeds: int) -> dict[str, list[float]]:
    """Milliseconds of a core of every making, by group; one before that counts for nothing."""
    found: dict[str, list[float]] = {}
    for name, one in index.SITUATIONS.items():
        index.make(name, 0)
        for seed in range(seeds):
            begun = time.process_time()
            index.make(name, seed)
            found.setdefault(one.group, []).append(1000.0 * (time.process_time() - begun))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description="How long it takes to make a situation.")
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    rows = measured(given.seeds)
    rows["all"] = [value for row in rows.values() for value in row]
    figures = {
        name: {"count": len(row), "median_ms": statistics.median(row), "worst_ms": max(row)}
        for name, row in rows.items()
    }
    if given.json:
        print(json.dumps(figures))
        return
    print(f"{'group':<12}{'made':>6}{'median ms':>11}{'worst ms':>10}")
    for name, row in figures.items():
        print(f"{name:<12}{row['count']:>6}{row['median_ms']:>11.1f}{row['worst_ms']:>10.1f}")


if __name__ == "__main__":
    main()
