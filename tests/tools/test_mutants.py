"""The mutation tester makes the changes it promises, and holds survivors against what is explained."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.mutants import mutants
from tools.survivors import explained, held_against

TOOL = Path(__file__).resolve().parents[2] / "tools" / "mutate.py"


def made(folder: Path, text: str) -> list[str]:
    file = folder / "room.py"
    file.write_text(text)
    return [mutant.name.removeprefix("room.py ") for mutant in mutants(file)]


def of(folder: Path, line: str) -> set[str]:
    return {name.removeprefix("f: ") for name in made(folder, f"def f(a, b):\n    {line}\n")}


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("a < b", {"a < b → a <= b", "a < b → a >= b"}),
        ("a == b", {"a == b → a != b"}),
        ("a + b", {"a + b → a - b"}),
        ("a and b", {"a and b → a or b", "a and b → a", "a and b → b"}),
        ("not a", {"not a → a"}),
        ("min(a, b)", {"min(a, b) → max(a, b)", "min(a, b) → a", "min(a, b) → b", "min(a, b) → pass"}),
        ("abs(a)", {"abs(a) → a", "abs(a) → pass"}),
        ("a(b)", {"a(b) → pass"}),
        ("return a", {"return a → return None"}),
        ("return True", {"True → False"}),
        ("a = b", {"a = b → pass"}),
        ("a += b", {"a += b → pass", "a += b → a -= b"}),
        ("'a word'", set()),
        ("a: int", set()),
    ],
)
def test_a_statement_is_changed_in_each_way_and_in_no_other(tmp_path, line, changes):
    assert of(tmp_path, line) == changes


def test_a_branch_is_always_taken_never_taken_and_turned(tmp_path):
    names = made(tmp_path, "def f(a):\n    if a:\n        return\n")
    assert names == ["f: if a → if True", "f: if a → if False", "f: if a → if not a"]


def test_a_loop_goes_on_where_it_ended_and_ends_where_it_went_on(tmp_path):
    names = made(tmp_path, "def f(a):\n    for _ in a:\n        break\n    for _ in a:\n        continue\n")
    assert names == ["f: break → continue", "f: continue → break"]


def test_a_change_is_named_after_the_innermost_thing_it_is_in(tmp_path):
    inner = "    def c(self):\n        def d():\n            return 3\n        return d()\n"
    text = "A = 1\nclass B:\n    b: int = 2\n" + inner
    assert {name.partition(":")[0] for name in made(tmp_path, text)} == {"A", "B", "c", "d"}


def test_each_mutant_explained_is_counted():
    page = "# Title\n\n- a.py f: 1 → 2: why: because\n- a.py f: x → y (2 times): why\n"
    assert explained(page) == {"a.py f: 1 → 2": 1, "a.py f: x → y": 2}
    with pytest.raises(SystemExit, match="not `- file"):
        explained("- nothing said\n")


def test_a_survivor_too_many_is_new_and_one_too_few_is_idle():
    assert held_against(["a", "a", "b"], {"a": 1, "b": 1, "c": 1}) == ({"a"}, ["c"])
    assert held_against(["a"], {"a": 2}) == (set(), ["a"])


ROOM = "def most(a, b):\n    if a > b:\n        return a\n    return b\n"
TESTS = """
import sys
sys.path.insert(0, {room!r})
from roomful import most

def test_most():
    assert (most(1, 2), most(2, 1)) == (2, 2)
"""


def asked(folder: Path, page: str, tests: str = TESTS, text: str = ROOM) -> tuple[int, str]:
    room, words = folder / "room", folder / "words"
    for made_new in (room, words):
        made_new.mkdir(exist_ok=True)
    (room / "roomful.py").write_text(text)
    (words / "test_roomful.py").write_text(tests.format(room=str(room)))
    (words / "survivors.md").write_text(page)
    ran = subprocess.run(
        [sys.executable, TOOL, room, words, "--jobs", "1"], capture_output=True, text=True, check=False
    )
    return ran.returncode, ran.stdout


def test_a_room_passes_when_every_survivor_is_explained(tmp_path):
    code, told = asked(tmp_path, "- roomful.py most: a > b → a >= b: equal is equal\n")
    assert "6 mutants: 5 killed, 1 survived, 1 of them explained" in told
    assert code == 0


def test_a_survivor_nobody_explained_and_an_explanation_nobody_needs_are_errors(tmp_path):
    code, told = asked(tmp_path, "- roomful.py most: if a > b → if True: no\n")
    assert "survived, not explained: roomful.py:2, roomful.py most: a > b → a >= b" in told
    assert "explained, but killed: roomful.py most: if a > b → if True" in told
    assert code == 1


def test_tests_that_fail_without_a_mutant_are_told_first(tmp_path):
    code, told = asked(tmp_path, "", TESTS.replace("(2, 2)", "(1, 1)"))
    assert "failed without a mutant: " in told
    assert "test_roomful.py::test_most" in told
    assert code == 1


def test_a_constant_of_a_class_from_elsewhere_is_put_in_too(tmp_path):
    text = "from fractions import Fraction\nHALF = Fraction(1, 2)\ndef most(a, b):\n    return 4 * HALF\n"
    code, told = asked(tmp_path, "", text=text)
    assert "survived, line 2" not in told
    assert code == 0
