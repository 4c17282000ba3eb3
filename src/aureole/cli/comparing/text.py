"""A comparison as lines for a terminal: counts, what they prove, which cases, how to drive them again."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

from aureole.cli.comparing.again import again
from aureole.cli.comparing.words import word
from aureole.cli.say import sure
from aureole.conduct.clauses import CLAUSES
from aureole.core.verdict import Verdict
from aureole.exam.compare.compare import Comparison
from aureole.exam.compare.pairing import KINDS, Pair
from aureole.exam.sentences.tell import said

LISTED = 10  # cases of one kind
NAMED = 8  # clauses
SURE = 0.05  # p below which a difference is called one
LONGEST = 160  # letters of one event's sentence


def lines(found: Comparison, told: dict[str, Any], lang: str) -> Iterator[str]:
    """Everything about one pair of drivers; `told` is `found.as_dict()`."""
    yield head("A", told["first"], lang)
    yield head("B", told["second"], lang)
    counts = told["counts"]
    always = ("fixed", "broken", "same_passed", "same_failed")
    shown = [
        f"{word(key, lang)} {counts[key]}"
        for key in (*KINDS, "only_first", "only_second")
        if counts[key] or key in always
    ]
    yield f"  {word('pairs', lang, pairs=told['pairs'], same=told['identical'])}"
    yield "  " + " · ".join(shown)
    yield from proved(told["statistics"], lang)
    yield from moved(told, lang)
    for key, pairs in (
        ("broken", found.of("broken")),
        ("lost", found.lost),
        ("stopped", found.stopped),
        ("fixed", found.of("fixed")),
    ):
        yield from cases(key, pairs, found, lang)
    for key, alone in (("only_first", found.cases.only_first), ("only_second", found.cases.only_second)):
        if alone:
            yield "  " + word(
                "title", lang, title=word(key, lang), text=few([name(verdict) for verdict in alone], lang)
            )


def head(letter: str, side: dict[str, Any], lang: str) -> str:
    """Which exam a letter stands for."""
    return f"{letter}  {word('head', lang, **{key: side[key] for key in ('place', 'driver', 'cases', 'suite')})}"


def proved(found: dict[str, Any], lang: str) -> Iterator[str]:
    """What the counts prove; no share without its interval and its number of cases."""
    level = 100.0 * found["level"]
    for letter, key in (("A", "first"), ("B", "second")):
        yield f"  {letter} {sure(found[key], lang)}"
    if found["pairs"] == 0:
        return
    low, high = (points(bound) for bound in found["difference_interval"])
    value = points(found["difference"])
    yield "  " + word("difference", lang, value=value, level=level, low=low, high=high, pairs=found["pairs"])
    yield f"  {tested(found, lang)}"
    if found["seeds"] is not None:
        yield "  " + word("seeds", lang, cases=found["seeds"]["cases"], p=probability(found["seeds"]["p"]))


def tested(found: dict[str, Any], lang: str) -> str:
    """McNemar's test in a sentence."""
    test = found["mcnemar"]
    if test["discordant"] == 0:
        return word("nothing", lang)
    broken = round((test["discordant"] + found["difference"] * found["pairs"]) / 2.0)
    p = test["mid"] if found["seeds"] is None else found["seeds"]["p"]
    meaning = "unclear" if p >= SURE else "worse" if found["difference"] > 0.0 else "better"
    return word(
        "test", lang, fixed=test["discordant"] - broken, broken=broken, mid=probability(test["mid"]),
        exact=probability(test["exact"]), meaning=word(meaning, lang),
    )  # fmt: skip


def moved(told: dict[str, Any], lang: str) -> Iterator[str]:
    """How scores, events and margins moved, as far as they did."""
    scores = told["scores"]
    if scores["better"] or scores["worse"]:
        low, high = (signed(bound) for bound in scores["interval"])
        yield "  " + word(
            "scores", lang, better=scores["better"], worse=scores["worse"], equal=scores["equal"], low=low, high=high,
            median=signed(scores["median"]), level=100.0 * told["statistics"]["level"],
            p=probability(scores["p_ranks"]),
        )  # fmt: skip
    events = [
        word("event", lang, name=name, **{key: row[key] for key in ("first", "second", "gone", "new")})
        for name, row in told["events"].items()
        if row["gone"] or row["new"]
    ]
    if events:
        yield "  " + word("title", lang, title=word("events", lang), text=" · ".join(events))
    rows = [(name, row) for name, row in told["clauses"].items() if row["better"] or row["worse"]]
    if rows:
        yield "  " + word("title", lang, title=word("clauses", lang), text="").rstrip()
        rows.sort(key=lambda item: (item[1]["fixed"] - item[1]["broken"], item[1]["worst_second"]))
        yield from (f"    {clause(name, row, lang)}" for name, row in rows[:NAMED])
        if len(rows) > NAMED:
            yield f"    {word('more', lang, count=len(rows) - NAMED)}"


def clause(name: str, row: dict[str, Any], lang: str) -> str:
    """How one clause's margin moved."""
    known = CLAUSES.get(name)
    title = f"{name} ({known.title[1 if lang == 'zh' else 0]})" if known else name
    unit = f" {known.unit}" if known else ""
    return word(
        "clause", lang, name=title, first=signed(row["worst_first"]), second=signed(row["worst_second"]) + unit,
        out=f"{row['outside_first']} → {row['outside_second']}",
        **{key: row[key] for key in ("better", "worse", "equal", "pairs")},
    )  # fmt: skip


def cases(key: str, pairs: Sequence[Pair], found: Comparison, lang: str) -> Iterator[str]:
    """The first cases of one kind, why, and the command that drives each side of them again."""
    if not pairs:
        return
    yield "  " + word("title", lang, title=word(key, lang), text="").rstrip()
    for one, two in pairs[:LISTED]:
        why = reason(one if key == "fixed" else two, lang)
        yield f"    {name(two)}  {one.status} → {two.status}{'  ' + why if why else ''}"
        yield f"      {again(two, found.second.exam) if key != 'fixed' else again(one, found.first.exam)}"
    if len(pairs) > LISTED:
        yield f"    {word('more', lang, count=len(pairs) - LISTED)}"


def reason(verdict: Verdict, lang: str) -> str:
    """The first event that fails the drive, or the first of all."""
    chosen = [event for event in verdict.events if event.fails] or list(verdict.events[:1])
    return f"{chosen[0].name} {said(chosen[0].text, lang)}".strip()[:LONGEST] if chosen else ""


def name(verdict: Verdict) -> str:
    """A case as one names it: its seed only where it is not the first."""
    return f"{verdict.case} seed {verdict.seed}" if verdict.seed else verdict.case


def few(names: Sequence[str], lang: str) -> str:
    """The first of many names."""
    more = f", {word('more', lang, count=len(names) - LISTED)}" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def points(value: float) -> str:
    """A difference of rates in points of a hundred, with its sign."""
    return f"{100.0 * value:+.3g}" if value else "0"


def signed(value: float | None) -> str:
    """A difference with its sign."""
    if value is None or math.isnan(value):
        return "-"
    return f"{value:+.3g}" if value else "0"


def probability(p: float) -> str:
    """A p as one writes it.

    >>> probability(0.2048), probability(0.00004), probability(1.0)
    ('0.2', '< 0.0001', '1')
    """
    return "< 0.0001" if p < 1e-4 else f"{p:.2g}"
