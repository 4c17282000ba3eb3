"""A report within its size: what is left out, in which order, and how the page is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.report import moments, rows
from aureole.exam.report.columns import pack
from aureole.exam.report.worst import badness

STRIDES = (1, 2, 4, 8)  # every n-th moment of a replay
LONG = (1500, 600)  # moments of one replay: the longest are thinned before the others, first to 0.4 s of 10 min


@dataclass(frozen=True, slots=True)
class Measure:
    """How much of everything goes into the file."""

    stride: int = 1
    """Every n-th moment of a replay."""
    moments: int | None = None
    """At most about so many of one replay, whatever the stride; None: all of them."""
    measures: str = "all"
    """`all`, `brief` (of smoothly passed drives only what the table shows), or `table` (of all drives)."""
    digest: int | None = None
    """Figures of a digest; None: all of them."""
    clauses: str = "all"
    """`all`, or `brief`: of smoothly passed drives the margin alone."""
    events: str = "all"
    """`all`, or `brief`: no sentence beside an event that fails nobody."""
    replays: int | None = None
    """At most so many; None: as many as were chosen."""
    rows: int | None = None
    """At most so many lines; None: all of them."""


def measures(replays: int, lines: int) -> Iterator[Measure]:
    """Ever smaller ones: coarser replays, the long first, less of passed drives, fewer replays, at last fewer lines."""
    for most in (None, *LONG):
        last = Measure(moments=most)
        yield last
    for economy in (
        {"stride": STRIDES[1]}, {"measures": "brief"}, {"stride": STRIDES[2]}, {"digest": rows.SHORT},
        {"events": "brief"}, {"clauses": "brief"}, {"stride": STRIDES[3]}, {"measures": "table"},
    ):  # fmt: skip
        last = replace(last, **economy)
        yield last
    while replays:
        replays //= 2
        last = replace(last, replays=replays)
        yield last
    while lines > 1:
        lines -= max(1, lines // 8)
        last = replace(last, rows=lines)
        yield last


@dataclass(slots=True)
class Sections:
    """Packs the lines section by section; what an economy does not touch is packed once."""

    verdicts: Sequence[Verdict]
    who: Sequence[str]
    shown: Sequence[int]
    """Places of the lines with a replay, the worst first."""
    packed: dict[tuple[Any, ...], str] = field(default_factory=dict)

    def of(self, chosen: Measure) -> dict[str, str]:
        """Every section by name."""
        kept = self.kept(chosen)
        drives = [self.verdicts[k] for k in kept]
        place = {row: k for k, row in enumerate(kept)}
        shown = self.shown[: chosen.replays]
        all_names = rows.measured(drives)
        first = [name for name in rows.FIRST if name in all_names]
        rest = [name for name in all_names if name not in first and chosen.measures != "table"]
        brief, names, few = chosen.measures == "brief", [self.who[k] for k in kept], chosen.rows
        make: dict[str, tuple[Any, Callable[[], Mapping[str, Any]]]] = {
            "core": (tuple(shown), lambda: rows.core(drives, names, {place[k]: at for at, k in enumerate(shown)})),
            "main": ((), lambda: rows.measures(drives, first)),
            "rest": (chosen.measures, lambda: rows.measures(drives, rest, brief=brief)),
            "digests": (chosen.digest, lambda: rows.digests(drives, chosen.digest)),
            "events": (chosen.events, lambda: moments.events(drives, brief=chosen.events == "brief")),
            "clauses": (chosen.clauses, lambda: moments.clauses(drives, brief=chosen.clauses == "brief")),
        }
        for name, (key, columns) in make.items():
            if (name, few, key) not in self.packed:
                self.packed[name, few, key] = pack(columns())
        return {name: self.packed[name, few, key] for name, (key, _) in make.items()}

    def kept(self, chosen: Measure) -> list[int]:
        """Places of the lines in the file: all, or those with a replay, then the worst, in their order."""
        if chosen.rows is None:
            return list(range(len(self.verdicts)))
        shown = set(self.shown[: chosen.replays])
        order = sorted(range(len(self.verdicts)), key=lambda k: (k not in shown, *badness(self.verdicts[k]), k))
        return sorted(order[: chosen.rows])


def left_out(verdicts: Sequence[Verdict], kept: int, chosen: Measure) -> list[list[Any]]:
    """What the page says about it: [word, number …]."""
    smooth = sum(moments.smooth(verdict) for verdict in verdicts)
    found: list[list[Any]] = []
    if kept < len(verdicts):
        found.append(["left_rows", len(verdicts) - kept, len(verdicts)])
    if chosen.measures == "table":
        found.append(["left_measures", len(verdicts)])
    elif chosen.measures == "brief" and smooth:
        found.append(["left_measures_passed", smooth])
    if chosen.clauses == "brief" and smooth:
        found.append(["left_clauses", smooth])
    if chosen.events == "brief":
        quiet = sum(bool(event.text) and not event.fails for verdict in verdicts for event in verdict.events)
        if quiet:
            found.append(["left_texts", quiet])
    if chosen.digest is not None:
        found.append(["left_digests", chosen.digest, len(verdicts)])
    if chosen.stride > 1:
        found.append(["left_moments", chosen.stride])
    if chosen.moments is not None:
        found.append(["left_long", chosen.moments])
    return found
