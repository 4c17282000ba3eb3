"""Names of events: what a judge can say stands in the contract's list, and in the reference with what it means."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import aureole
from aureole.core.verdict import EVENTS

SOURCES = Path(aureole.__file__).parent
REFERENCE = (Path(__file__).resolve().parents[2] / "docs/reference/events.md").read_text(encoding="utf-8")
UNSAID = {"order_ignored"}
"""Nobody can say these yet; the reference says so."""
SAYING = {"event", "tightest", "Event"}
CARRIED = {
    ("asks.py", "*told"): {"minimal_risk"}, ("asks.py", "*told[1:]"): {"minimal_risk"},
    ("heed.py", "met[0][0]"): {"red_light", "stop_sign"}, ("drive.py", "name"): {"bad_plan", "infrastructure"},
    ("found.py", "name"): set(), ("reading.py", "one"): set(), ("reading.py", "entry.name"): set(),
    ("reading.py", "one.name"): set(),
}  # fmt: skip
"""Names that a call is handed by a variable, by file and words; of what is only read or handed on none are its own."""


def said() -> Iterator[tuple[str, str, ast.expr]]:
    """Every place in the exam where an event is made: its file, the words of its first argument, and that."""
    for path in sorted((SOURCES / "exam").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING and call.args:
                yield path.name, ast.unparse(call.args[0]), call.args[0]


def test_every_event_that_can_be_said_stands_in_the_list_and_every_name_in_the_list_can_be_said():
    found, unknown = set(), set()
    for file, words, argument in said():
        if isinstance(argument, ast.Constant):
            found.add(argument.value)
        elif (file, words) in CARRIED:
            found |= CARRIED[file, words]
        else:
            unknown.add((file, words))
    assert unknown == set()
    assert found | UNSAID == set(EVENTS)
    assert not found & UNSAID


def test_every_name_of_an_event_stands_in_the_reference_with_what_it_means():
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", REFERENCE, flags=re.MULTILINE))
    assert list(rows) == list(EVENTS)
    assert all(len(text.split()) > 3 for text in rows.values())
    assert {name for name, text in rows.items() if "nobody says it yet" in text} == UNSAID


def test_the_report_has_a_word_for_every_event_in_both_languages():
    words = (SOURCES / "exam/report/page/words.js").read_text(encoding="utf-8")
    for name in EVENTS:
        assert re.search(rf'\b{name}: \["[^"]+", "[^"]+"\]', words), name
