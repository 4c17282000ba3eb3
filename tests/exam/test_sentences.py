"""The sentences of events: each is found again in a verdict's English and told in Chinese; all else stays."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

import aureole.exam
from aureole.cli import say
from aureole.core.kinds import Kind
from aureole.core.verdict import Event
from aureole.exam.judges.collisions.collision import SIDES
from aureole.exam.judges.collisions.proof import WHAT
from aureole.exam.judges.signals.yielding import TEXTS
from aureole.exam.judges.speeding import WHOSE
from aureole.exam.sentences.table import CHOICES, SENTENCES
from aureole.exam.sentences.tell import FIELD, both, said, tell
from tests.exam import played

ROOM = Path(aureole.exam.__file__).parent
LATIN = re.compile(r"[A-Za-z]{2,}")


def examples(name: str) -> list[dict[str, object]]:
    """Fields of a sentence: every choice once."""
    holes = [(hole[1], hole[2]) for hole in FIELD.finditer(SENTENCES[name][0])]
    values: list[list[object]] = [
        [-1.5, 3.25] if form and not form.endswith("d") else [3] if form else list(CHOICES.get(field, ("甲",)))
        for field, form in holes
    ]
    return [dict(zip((field for field, _ in holes), row, strict=True)) for row in product(*values)]


@pytest.mark.parametrize("name", [name for name in SENTENCES if "{rest}" not in SENTENCES[name][0]])
def test_every_sentence_is_found_again_by_its_own_name_and_told_in_chinese(name):
    for fields in examples(name):
        english = tell(name, **fields)
        found = {
            key: str(value) if key not in CHOICES else CHOICES[key][str(value)] for key, value in fields.items()
        }  # fmt: skip
        shown = {hole[1]: hole[2] or "" for hole in FIELD.finditer(SENTENCES[name][0])}
        found = {key: format(fields[key], shown[key][1:]) if shown[key] else value for key, value in found.items()}
        assert said(english, "en") == english
        assert said(english, "zh") == SENTENCES[name][1].format(**found)


def test_a_sentence_in_chinese_has_no_english_left_but_units_and_names():
    for name, (_, zh) in SENTENCES.items():
        assert not LATIN.search(FIELD.sub("", zh).replace("m/s²", "")), name
    for words in CHOICES.values():
        assert not any(LATIN.search(word) for word in words.values())


def test_a_collision_is_told_whole_with_all_that_was_proved_about_it():
    text = both(
        tell("with", who="Other", kind="car", side="rear", fault="not at fault"),
        tell("passable", rest=tell("came", way="intruded the lane", when=3.1, left=1.25, relation="above", bound=1.0)),
    )
    assert text == (
        "with Other (car), rear, not at fault; it intruded the lane at 3.10 s with a time to collision of 1.25 s, "
        "above 1.00 s, but braking would have let it pass"
    )
    assert said(text, "zh") == (
        "与 Other（轿车）碰撞，尾部，无责；对方在 3.10 秒侵入车道，碰撞时间 1.25 秒，高于 1.00 秒，但制动本可让其通过"
    )
    proved = tell("unavoidable", rest=both(tell("ahead", who="A (car)", kind="bus"), tell("reversed")))
    assert said(proved, "zh") == "前方 A (car)（公交车）；对方倒车撞上停在自己车道内的本车：不可避免"


def test_what_is_no_sentence_of_ours_stays_english_as_a_whole():
    for text in ("", "ValueError: to the car ahead", "to the car ahead; and then something else", "x" * 5000):
        assert said(text, "zh") == text
    assert said("it stood", "en") == "it stood"


def test_a_sentence_within_another_that_is_not_ours_stays_as_it_is():
    assert said(tell("worker_lost", rest="killed by signal 9"), "zh") == "此用例使工作进程丢失：killed by signal 9"


def test_every_word_a_judge_puts_into_a_sentence_has_its_chinese():
    assert set(SIDES) | {"left", "right"} == set(CHOICES["side"])
    assert set(WHAT.values()) < set(CHOICES["way"])
    assert set(filter(None, TEXTS)) == set(CHOICES["right"])
    assert {kind.name.lower() for kind in Kind} == set(CHOICES["kind"])
    assert all(said(text, "zh") != text for text in WHOSE.values())


def test_no_judge_writes_a_sentence_of_its_own():
    """Every text that a judge gives an event comes out of the table: no literal with blanks stands in its call."""
    wrong = []
    for path in sorted((ROOM / "judges").rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("event", "tightest"):
                wrong += [
                    (path.name, each.value)
                    for arg in call.args for each in ast.walk(arg)
                    if isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value.count(" ") > 1
                    and not each.value.startswith(("UN R", "StVO"))
                ]  # fmt: skip
        made = re.findall(r'text = f?"[^"]* [^"]*"', path.read_text(encoding="utf-8"))
        wrong += [(path.name, one) for one in made]
    assert wrong == []


def test_every_name_that_is_told_stands_in_the_table_and_every_sentence_is_told_by_somebody():
    told = set()
    for path in sorted(ROOM.rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "tell":
                told |= {each.value for each in ast.walk(call.args[0]) if isinstance(each, ast.Constant)}
    names = {each for each in told if isinstance(each, str)} | {"came", "came_without"}
    assert names == set(SENTENCES)


def test_a_terminal_tells_events_in_its_language():
    verdict = played.verdict(0, "failed")
    event = Event("time_gap", "UN R157 5.2.3.3", 1.0, 0.5, 1.0, -0.5, True, tell("to_lead"))
    verdict = replace(verdict, events=(event,))
    assert "to the car ahead" in say.one(verdict, "en")
    assert "与前车" in say.one(verdict, "zh")
    assert "与前车" in say.table([verdict], "zh")
