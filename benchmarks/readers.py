"""How many public maps and scenarios are read, how many are refused, and why: `aureole world check` over all of them.

Run as `python benchmarks/readers.py [--json] [--all]`; `--all` names every refused file.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections import Counter
from pathlib import Path

from aureole.cli.work.checking import Checked, check_one
from aureole.world.roads.reading.markup import LARGEST

DATA = Path(os.environ.get("AUREOLE_DATA") or Path(__file__).resolve().parents[1] / ".." / "shared" / "data").resolve()
ENDINGS = (".xodr", ".xodr.gz", ".xosc")


def folders() -> dict[str, list[Path]]:
    """The maps and the scenarios of each source."""
    found: dict[str, list[Path]] = {}
    for path in sorted(path for path in DATA.rglob("*") if path.name.endswith(ENDINGS)):
        kind = "scenarios" if path.suffix == ".xosc" else "maps"
        found.setdefault(f"{path.relative_to(DATA).parts[0]} {kind}", []).append(path)
    return found


def reason(one: Checked) -> str:
    """Why a file was refused, its names and numbers left away."""
    words = str(one.refused.what if one.refused else "").split()
    return " ".join(word for word in words if not any(sign.isdigit() for sign in word))[:80]


def main() -> None:
    """Print the table."""
    rows, reasons, refused = [], Counter[str](), []
    for name, paths in folders().items():
        started = time.perf_counter()
        found = [check_one(path, LARGEST) for path in paths]
        bad = [one for one in found if one.refused is not None]
        rows.append((name, len(found), len(found) - len(bad), len(bad), time.perf_counter() - started))
        reasons.update(reason(one) for one in bad)
        refused += bad
    if "--json" in sys.argv:
        table = [dict(zip(("source", "files", "read", "refused", "seconds"), row, strict=True)) for row in rows]
        print(json.dumps({"sources": table, "reasons": dict(reasons.most_common())}, indent=1))
        return
    print(f"{'source':<28} files  read  refused")
    for name, files, read, bad_count, _ in rows:
        print(f"{name:<28} {files:5d} {read:5d}  {bad_count:7d}")
    total = [sum(row[k] for row in rows) for k in (1, 2, 3)]
    print(f"{'all':<28} {total[0]:5d} {total[1]:5d}  {total[2]:7d}\n\nrefused because:")
    for why, count in reasons.most_common(30):
        print(f"{count:5d}  {why}")
    if "--all" in sys.argv:
        print(*(f"{one.path}: {one.refused.what if one.refused else ''}" for one in refused), sep="\n")


if __name__ == "__main__":
    main()
