"""What each driver did on the published ALKS variation files, file by file, as its exam has found it.

    aureole exam osc-alks/*.xosc --driver rules --driver r157-cc … --out DIR
    python benchmarks/alks.py DIR [--json]

`collided` are collisions that fail the drive, `excused` those that the judge proves unavoidable, `avoided_by` those of
either kind in cases in which another of the drivers had none; `from_km_h` is the lowest initial speed of the examined
car at which a drive fails by a collision, `others` are drives that fail by something else (here: `timeout` or `stuck`).
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from aureole.core.verdict import Verdict
from aureole.exam.report.rows import family
from aureole.exam.verdicts import read

SPEED = "Ego_InitSpeed_Ve0_kph"
COLUMNS = ("cases", "passed", "idle", "collided", "excused", "avoided_by", "others", "from_km_h")


def hit(verdict: Verdict) -> bool:
    """Whether the drive ended in a collision."""
    return any(event.name == "collision" for event in verdict.events)


def fell(verdict: Verdict) -> bool:
    """Whether a collision failed it."""
    return any(event.name == "collision" and event.fails for event in verdict.events)


def drive(verdict: Verdict) -> tuple[str, int, tuple[tuple[str, str], ...]]:
    """What is the same for all drivers."""
    return verdict.case, verdict.seed, tuple(sorted(verdict.params.items()))


def row(mine: Sequence[Verdict], safe: dict[object, set[str]]) -> dict[str, int | float | str]:
    """One driver on one file; `safe` holds by drive who had no collision in it."""
    speeds = [float(one.params[SPEED]) for one in mine if fell(one) and SPEED in one.params]
    return {
        "file": family(mine[0]),
        "driver": mine[0].driver,
        "cases": len(mine),
        "passed": sum(one.status == "passed" for one in mine),
        "idle": sum(one.status == "not_exercised" for one in mine),
        "collided": sum(map(fell, mine)),
        "excused": sum(one.status == "unavoidable" for one in mine),
        "avoided_by": sum(hit(one) and bool(safe[drive(one)] - {one.driver}) for one in mine),
        "others": sum(one.status in ("failed", "infrastructure") and not fell(one) for one in mine),
        "from_km_h": min(speeds, default="-"),
    }


def rows(verdicts: Sequence[Verdict]) -> list[dict[str, int | float | str]]:
    """One row a file and driver, in their order, then one a driver over all files."""
    safe: dict[object, set[str]] = defaultdict(set)
    groups: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for one in verdicts:
        if not hit(one) and one.status != "infrastructure":
            safe[drive(one)].add(one.driver)
        groups[family(one), one.driver].append(one)
    drivers = dict.fromkeys(one.driver for one in verdicts)
    whole = [row([one for one in verdicts if one.driver == name], safe) | {"file": "all"} for name in drivers]
    order = sorted(groups, key=lambda key: (key[0], list(drivers).index(key[1])))
    return [row(groups[key], safe) for key in order] + whole


def page(path: Path) -> dict[str, float]:
    """How large the report is, and how many drives it replays."""
    if not path.is_file():
        return {}
    text = path.read_text(encoding="utf-8")
    head = text.index(">", text.index('id="data"')) + 1
    told = json.loads(text[head : text.index("</script>", head)])
    return {"report_mb": round(path.stat().st_size / 1e6, 2), "replays": len(told["replays"]), "lines": told["rows"]}


def main() -> None:
    """Print the table, or one JSON object."""
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    if not words:  # among all benchmarks: the exam itself takes an hour of a core
        print("nothing to count: give the folder of an exam over the ALKS variation files")
        return
    exam = read(Path(words[0]) / "verdicts.json")
    found, told = rows(exam.cases), page(Path(words[0]) / "report.html")
    seconds = {name: round(counts["seconds"], 1) for name, counts in exam.summary.items()}
    if "--json" in sys.argv:
        print(json.dumps({"rows": found, "seconds": seconds, **told}))
        return
    name = "-"
    print(f"{'':<9}" + "".join(f"{column:>11}" for column in COLUMNS))
    for one in found:
        if one["file"] != name:
            name = str(one["file"])
            print(name)
        print(f"{one['driver']:<9}" + "".join(f"{one[column]:>11}" for column in COLUMNS))
    print("seconds of wall clock:", ", ".join(f"{name} {value}" for name, value in seconds.items()))
    if told:
        print("report: {report_mb} MB, {replays} replays, {lines} of the drives".format(**told))


if __name__ == "__main__":
    main()
