"""Fixed, broken, same: two sides compared case by case, with what the counts prove."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from aureole.core.verdict import Verdict
from aureole.exam.compare.findings import clauses, events, scores
from aureole.exam.compare.pairing import KINDS, Matched, Pair, kind, matched, trials
from aureole.exam.compare.sides import Side
from aureole.exam.statistics.bounds import LEVEL
from aureole.exam.statistics.grouped import bounds
from aureole.exam.statistics.paired import Pairs, clustered, difference, mcnemar, odds


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sides, case by case."""

    first: Side
    second: Side
    cases: Matched
    kinds: tuple[str, ...]
    """Of each pair, one of `KINDS`."""
    level: float = LEVEL

    def of(self, name: str) -> list[Pair]:
        """The pairs of one kind, in the order of the exam."""
        return [pair for pair, found in zip(self.cases.pairs, self.kinds, strict=True) if found == name]

    @property
    def counts(self) -> dict[str, int]:
        """Cases of each kind; those in one exam only beside them."""
        found = Counter(self.kinds)
        alone = {"only_first": len(self.cases.only_first), "only_second": len(self.cases.only_second)}
        return {name: found[name] for name in KINDS} | alone

    @property
    def lost(self) -> list[Pair]:
        """Passed first, not exercised then: what was shown is shown no more."""
        return [(one, two) for one, two in self.of("untested") if one.passed and two.status == "not_exercised"]

    @property
    def stopped(self) -> list[Pair]:
        """Came to a verdict on the driver first; the machine broke then."""
        return [
            (one, two)
            for one, two in self.of("untested")
            if one.status != "infrastructure" and two.status == "infrastructure"
        ]

    @property
    def pairs(self) -> Pairs:
        """The fourfold table of the pairs that prove something."""
        counts = self.counts
        passed = counts["same_passed"] + counts["changed"]
        return Pairs(counts["same_failed"], counts["fixed"], counts["broken"], passed)

    @property
    def identical(self) -> int:
        """Pairs that are the same drive bit for bit."""
        return sum(one.digest == two.digest != "" for one, two in self.cases.pairs)

    def as_dict(self) -> dict[str, Any]:
        """For machines: counts, what they prove, and every case that is not the same."""
        proved = trials(self.cases.pairs)
        lists = {name: [row(pair) for pair in self.of(name)] for name in ("broken", "fixed", "changed", "untested")}
        return {
            "first": about(self.first),
            "second": about(self.second),
            "pairs": len(self.cases.pairs),
            "counts": self.counts,
            "lost": len(self.lost),
            "identical": self.identical,
            "transitions": transitions(self.cases.pairs),
            "statistics": statistics(self),
            "scores": scores(proved, self.level),
            "clauses": clauses(proved, self.level),
            "events": events(self.cases.pairs),
            "cases": lists
            | {"only_first": [told(verdict) for verdict in self.cases.only_first]}
            | {"only_second": [told(verdict) for verdict in self.cases.only_second]},
        }


def compare(first: Side, second: Side, level: float = LEVEL) -> Comparison:
    """Two sides, case by case.

    Raises:
        BadInput: a case stands twice in one of them, or they have none in common.
    """
    cases = matched(first, second)
    return Comparison(first, second, cases, tuple(kind(one.status, two.status) for one, two in cases.pairs), level)


def statistics(found: Comparison) -> dict[str, Any]:
    """What the counts prove about the two failure rates on the cases' own distribution.

    `difference` is the second failure rate minus the first, `odds` broken cases for each fixed one. `seeds` is the
    test for cases driven with several seeds, which are no independent trials; None where each has one.
    """
    pairs = found.pairs
    test = mcnemar(pairs.fixed, pairs.broken)
    return {
        "level": found.level,
        "pairs": pairs.total,
        "first": bounds(pairs.both_failed + pairs.fixed, pairs.total, found.level),
        "second": bounds(pairs.both_failed + pairs.broken, pairs.total, found.level),
        "difference": (pairs.broken - pairs.fixed) / pairs.total if pairs.total else None,
        "difference_interval": list(difference(pairs, found.level)),
        "odds": pairs.broken / pairs.fixed if pairs.fixed else None,
        "odds_interval": list(odds(pairs.fixed, pairs.broken, found.level)),
        "mcnemar": test._asdict(),
        "seeds": by_case(found),
    }


def by_case(found: Comparison) -> dict[str, Any] | None:
    """McNemar with the seeds of a case taken together, where cases have several."""
    groups: dict[tuple[str, tuple[tuple[str, str], ...]], Counter[str]] = {}
    for (one, two), name in zip(found.cases.pairs, found.kinds, strict=True):
        if name != "untested":
            groups.setdefault((two.case, tuple(sorted(one.params.items()))), Counter())[name] += 1
    if all(count.total() == 1 for count in groups.values()):
        return None
    test = clustered((count["fixed"], count["broken"], count.total()) for count in groups.values())
    return {"cases": len(groups), "statistic": test.statistic, "p": test.asymptotic}


def transitions(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """How many pairs went from which status to which, the most first."""
    found = Counter((one.status, two.status) for one, two in pairs)
    return [{"first": one, "second": two, "cases": count} for (one, two), count in found.most_common()]


def about(side: Side) -> dict[str, Any]:
    """Which exam, which driver."""
    exam = side.exam
    return {
        "place": side.place,
        "driver": side.driver,
        "suite": exam.suite,
        "dt": exam.dt,
        "aureole": exam.version,
        "cases": len(side.verdicts),
    }


def row(pair: Pair) -> dict[str, Any]:
    """A case with what became of it."""
    one, two = pair
    halves = {"first": one, "second": two}
    return {
        "case": one.case,
        "seed": one.seed,
        "params": one.params,
        **{name: short(verdict) for name, verdict in halves.items()},
    }


def short(verdict: Verdict) -> dict[str, Any]:
    """How one drive ended."""
    return {
        "status": verdict.status,
        "score": verdict.score,
        "fails": [f"{event.name} {event.text}".rstrip() for event in verdict.events if event.fails],
        "blame": verdict.blame,
        "digest": verdict.digest,
    }


def told(verdict: Verdict) -> dict[str, Any]:
    """A case that only one exam has."""
    return {"case": verdict.case, "seed": verdict.seed, "params": verdict.params} | short(verdict)
