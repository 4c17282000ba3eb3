"""People as they drive: fitted to open NGSIM windows site by site, held-out likelihood beside the textbook's.

Prints a table; with `--json` one JSON object; with `--write` renews `world/traffic/people/sites.toml`. The recordings
are looked for in `$AUREOLE_DATA/log-ngsim-commonroad` (47 windows of US-101, Lankershim, Peachtree).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from aureole.cli.people.telling import better, study, text
from aureole.world.traffic.people import changing
from aureole.world.traffic.people.fitting import typical
from aureole.world.traffic.people.sites import FILE
from aureole.world.traffic.people.study import Study

SOURCE = (
    "NGSIM (US DOT FHWA, freely available) as CommonRoad 2018b windows of hans66hsu/commonroad-search f555cef "
    "(GPL-3.0, lane maps from OpenStreetMap, ODbL 1.0); our own fit by benchmarks/people.py, no recording is here"
)
HEAD = """# People as they drive, site by site: written by benchmarks/people.py --write, read by sites.py beside it.
# A site stands here if its people foretell what was held out better than the textbook's driver; how they change lanes,
# if that foretells better than a constant rate. Units and names: following.NAMES, changing.NAMES.

"""


def main() -> int:
    """Fit, print, and write where it is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="renew sites.toml")
    asked = parser.parse_args()
    folder = Path(os.environ.get("AUREOLE_DATA", "data")) / "log-ngsim-commonroad"
    files = sorted(folder.glob("*.xml.gz"))
    if not files:
        print(f"no recordings in {folder}: set AUREOLE_DATA", file=sys.stderr)
        return 3
    start = time.perf_counter()
    found = study(files)
    seconds = time.perf_counter() - start
    if asked.write:
        kept = [toml(each) for each in found if better(each.held_out, "textbook")]
        FILE.write_text(HEAD + "".join(kept), encoding="utf-8")
    figures = {each.site: figures_of(each) for each in found}
    told = f"{text(found, 'en')}\n{len(files)} recordings in {seconds:.0f} s"
    print(json.dumps(figures, indent=1) if asked.json else told)
    return 0


def figures_of(study: Study) -> dict[str, Any]:
    """The figures of a site."""
    return {
        "recordings": len(study.files), "vehicle_seconds": study.seconds, "drivers": study.drivers,
        "windows": study.windows, "changes": study.changes, "parts": study.parts, "held_out": study.held_out,
        "typical": None if study.people is None else typical(study.people).tolist(),
        "changing": None if study.changing is None else study.changing.values.tolist(),
        "held_out_changes": study.held_out_changes,
    }  # fmt: skip


def toml(study: Study) -> str:
    """A site as `sites.toml` has it."""
    assert study.people is not None
    assert study.interval is not None
    assert study.held_out is not None
    people = study.people

    def numbers(values: Any, digits: int = 3) -> str:
        return "[" + ", ".join(f"{float(value):.{digits}f}" for value in values) + "]"

    def named(values: dict[str, float], digits: int) -> str:
        return "{ " + ", ".join(f'"{name}" = {value:.{digits}f}' for name, value in values.items()) + " }"

    lines = [
        f"[{study.site}]", f'source = "{SOURCE}"', f"recordings = {len(study.files)}",
        f"seconds = {study.seconds:.1f}", f"drivers_seen = {study.drivers}", f"windows = {study.windows}",
        f"changes = {study.changes}", f'parts = "{study.parts}"', f"scale = {people.scale:.4f}",
        f"typical = {numbers(typical(people))}", f"low = {numbers(study.interval[0])}",
        f"high = {numbers(study.interval[1])}", f"held_out = {named(study.held_out, 4)}", "drivers = [",
        *(f"  {numbers([share, *driver], 4)}," for share, driver in zip(people.share, people.drivers, strict=True)),
        "]",
    ]  # fmt: skip
    if study.changing is not None and better(study.held_out_changes, "rate alone"):
        assert study.held_out_changes is not None
        lines += [f"[{study.site}.changing]"]
        lines += [f"{name} = {value:.4f}" for name, value in zip(changing.NAMES, study.changing.values, strict=True)]
        lines += [f"errors = {numbers(study.changing.error)}", f"rate = {study.changing.rate:.5f}"]
        lines += [f"held_out = {named(study.held_out_changes, 5)}"]
    return "\n".join(lines) + "\n\n"


if __name__ == "__main__":
    raise SystemExit(main())
