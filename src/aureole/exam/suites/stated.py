"""What a situation states: what happens, what must be done and what never, and the clauses and laws it is about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from aureole.conduct.clauses import CLAUSES
from aureole.conduct.rights.laws import LAWS
from aureole.exam.suites import made
from aureole.world.situations import index


def stated(name: str) -> dict[str, Any]:
    """Everything a situation says of itself; texts are (English, Chinese).

    Raises:
        BadInput: there is no situation of that name.
    """
    one = index.find(name)
    return {
        "name": one.name, "group": one.group, "abilities": list(one.abilities), "says": [one.en, one.zh],
        "must": list(one.must), "forbidden": list(one.forbidden), "oncoming": one.opposite,
        "clauses": list(clauses(one.clauses)),
        "ranges": {key: [span.low, span.high, span.unit, span.en, span.zh] for key, span in one.ranges.items()},
    }  # fmt: skip


def clauses(ids: Iterable[str]) -> Iterator[dict[str, Any]]:
    """What each demands, where it is written, whether that was compared, and whether a judge has a limit for it."""
    for name in ids:
        if name in CLAUSES:
            rule = CLAUSES[name]
            yield {
                "id": name, "says": list(rule.title), "source": rule.source, "verified": rule.verified, "judged": True,
            }  # fmt: skip
        else:
            law = LAWS[name]
            yield {
                "id": name, "says": list(law.says), "source": law.id, "verified": law.verified, "judged": False,
            }  # fmt: skip


def met(cases: Iterable[str]) -> dict[str, dict[str, Any]]:
    """What the situations among some cases state, by name, in the order they first appear."""
    found: dict[str, dict[str, Any]] = {}
    for case in cases:
        asked = made.asked(case)
        if asked is not None and asked[0] not in found:
            found[asked[0]] = stated(asked[0])
    return found
