"""What is read of maps and scenarios, what is dropped, what is refused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aureole.cli import say
from aureole.cli.work.converting import ending
from aureole.cli.work.holding import holding
from aureole.cli.work.quality import Issue, look
from aureole.core.errors import BadInput, Trouble
from aureole.core.kinds import LaneKind
from aureole.world.maps import READERS
from aureole.world.roads.reading.markup import LARGE, LARGEST, Notice
from aureole.world.roads.reading.opendrive import Map

KINDS = {**dict.fromkeys(READERS, "map"), "xosc": "scenario"}
ASAM = frozenset({"xodr", "xosc"})  # what the ASAM checkers know


@dataclass(slots=True)
class Checked:
    """One file: what it is, what was found in it, or why it was refused."""

    path: str
    kind: str
    found: dict[str, Any] = field(default_factory=dict)
    dropped: tuple[Notice, ...] = ()
    refused: Trouble | None = None
    issues: tuple[Issue, ...] | None = None
    """What the ASAM checker says; None if it was not asked."""

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        about: dict[str, Any] = {"path": self.path, "kind": self.kind, "read": self.refused is None, **self.found}
        about["dropped"] = [{"what": notice.what, "place": notice.place} for notice in self.dropped]
        if self.refused is not None:
            about["refused"] = {"what": self.refused.what, "place": self.refused.place, "remedy": self.refused.remedy}
        if self.issues is not None:
            about["qc"] = [issue.as_dict() for issue in self.issues]
        return about

    def text(self, lang: str) -> str:
        """For people."""
        state = "read" if self.refused is None else "refused"
        lines = [f"{say.coloured(state, lang)}  {self.path}"]
        lines += [f"  {line}" for line in told(self.found, lang)]
        if self.refused is not None:
            lines += [f"  {line}" for line in str(self.refused).splitlines()]
        if self.dropped:
            lines += [f"  {say.word('dropped', lang)}:", *(f"    {notice}" for notice in self.dropped)]
        if self.issues is not None:
            lines += [f"  ASAM QC: {len(self.issues)}", *(f"    {issue}" for issue in self.issues)]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class All:
    """Every file that was checked."""

    files: tuple[Checked, ...]
    missing: Trouble | None = None
    """A checker that was asked for and is not installed, or broke."""

    @property
    def code(self) -> int:
        """3 if a checker is missing, 4 if it broke, 2 if any file was refused, else 0."""
        if self.missing is not None:
            return self.missing.exit_code
        return 2 if any(file.refused is not None for file in self.files) else 0

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        refused = sum(file.refused is not None for file in self.files)
        about: dict[str, Any] = {"files": [file.as_dict() for file in self.files]}
        about |= {"read": len(self.files) - refused, "refused": refused}
        return about | ({"missing": str(self.missing)} if self.missing is not None else {})

    def text(self, lang: str) -> str:
        """For people."""
        parts = [file.text(lang) for file in self.files]
        return "\n".join(parts + ([str(self.missing)] if self.missing is not None else []))


def check_all(files: Sequence[Path], *, qc: bool = False, large: bool = False) -> All:
    """Check every file; none stops the others."""
    checked: list[Checked] = []
    missing: Trouble | None = None
    largest = LARGE if large else LARGEST
    for file in files:
        one = check_one(file, largest)
        kind = KINDS.get(ending(file))
        if qc and kind is not None and ending(file) in ASAM:
            try:
                one.issues = look(file, kind, largest)
            except Trouble as found:
                missing = missing or found
        checked.append(one)
    return All(tuple(checked), missing)


def check_one(file: Path, largest: int) -> Checked:
    """One file."""
    one = Checked(str(file), KINDS.get(ending(file), "unknown"))
    try:
        if one.kind == "map":
            found = READERS[ending(file)](file, largest)
            one.found, one.dropped = of_map(found.map) | found.about, found.notices
        elif one.kind == "scenario":
            one.kind, one.found, one.dropped = holding(file)
        else:
            raise stranger(file)
    except BadInput as trouble:
        one.refused = trouble
    return one


def stranger(file: Path) -> BadInput:
    """Why a file of another kind is not read."""
    what = f"a .{ending(file)} file is neither a map nor a scenario" if ending(file) else "a file without an ending"
    return BadInput(what, place=str(file), remedy="give .xodr, .osm or .xml (packed as .gz too), or .xosc")


def of_map(map_: Map) -> dict[str, Any]:
    """What a map holds."""
    road, furniture = map_.road, map_.furniture
    ends = [*road.section_s[1:], 0.0]
    lengths: dict[str, float] = defaultdict(float)
    for r in range(len(road.road_length)):
        first, end = int(road.section_first[r]), int(road.section_first[r + 1])
        for section in range(first, end):
            stop = float(ends[section]) if section + 1 < end else float(road.road_length[r])
            for lane in range(int(road.lane_first[section]), int(road.lane_first[section + 1])):
                if road.lane_id[lane]:
                    lengths[LaneKind(int(road.lane_kind[lane])).name.lower()] += stop - float(road.section_s[section])
    return {
        "version": f"OpenDRIVE {map_.header.version[0]}.{map_.header.version[1]}", "name": map_.header.name,
        "roads": len(map_.names), "km": round(float(road.road_length.sum()) / 1000.0, 3),
        "left_hand_roads": int(road.road_left_hand.sum()),
        "lanes_km": {kind: round(length / 1000.0, 3) for kind, length in sorted(lengths.items())},
        "junctions": len(map_.crossings), "signals": len(map_.signals.ids),
        "dynamic_signals": int(map_.signals.dynamic.sum()), "controllers": len(map_.controllers.ids),
        "objects": len(furniture.things.objects.ids), "placed_objects": len(furniture.placed.owner),
        "geo_reference": map_.header.geo_reference,
    }  # fmt: skip


def told(found: dict[str, Any], lang: str) -> list[str]:
    """What was found, as lines for people."""
    lines, row = [], []
    for key, value in found.items():
        if isinstance(value, dict):
            lines.append(
                f"{say.word(key, lang)}: " + " · ".join(f"{name} {number:g}" for name, number in value.items())
            )
        elif isinstance(value, list):
            lines.append(f"{say.word(key, lang)}: {', '.join(value[:12])}{' …' if len(value) > 12 else ''}")
        elif key in {"version", "name"}:
            row += [str(value)] if value else []
        elif key in {"map", "scenario", "geo_reference"}:
            lines += [f"{say.word(key, lang)}: {str(value)[:120]}"] if value else []
        else:
            row.append(f"{say.word(key, lang)} {value:g}")
    return [" · ".join(row), *lines] if row else lines
