"""Every word of core declares every array in full, and says what travels in it."""

import ast
import dataclasses
import importlib
import inspect
import pkgutil
import subprocess
import sys
import typing
from pathlib import Path

import numpy as np
import pytest

import aureole.core
from aureole.core.brief import Signs
from aureole.core.concepts import WORDS, Concept, say
from aureole.core.notes import notes
from aureole.core.road import Road

MODULES = sorted(module.name for module in pkgutil.iter_modules(aureole.core.__path__))
UNITS = {"-", "m", "s", "ns", "rad", "m/s", "m/s^2", "rad/s", "1/m"}
FRAMES = {"-", "world", "ego", "agent", "road"}
DTYPES = {np.dtype(kind) for kind in (np.float64, np.float32, np.int64, np.int32, np.uint64, np.uint8, np.bool_)}


def words() -> list[type]:
    """Every dataclass and NamedTuple of core that holds an array."""
    found = []
    for name in MODULES:
        module = importlib.import_module(f"aureole.core.{name}")
        for kind in vars(module).values():
            shaped = inspect.isclass(kind) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields"))
            if shaped and kind.__module__ == module.__name__ and notes(kind):
                found.append(kind)
    return found


FIELDS = [pytest.param(word, note, id=f"{word.__name__}.{note.name}") for word in words() for note in notes(word)]


def test_all_the_words_are_looked_at():
    names = {word.__name__ for word in words()}
    assert {
        "Scene",
        "Observation",
        "EgoMotion",
        "Tracks",
        "Lanes",
        "Plan",
        "Command",
        "Mission",
        "Brief",
        "Road",
    } <= names


@pytest.mark.parametrize(("word", "note"), FIELDS)
def test_a_field_has_a_known_unit_frame_and_type(word, note):
    assert note.unit in UNITS
    assert note.frame in FRAMES
    assert note.dtype in DTYPES


@pytest.mark.parametrize(("word", "note"), FIELDS)
def test_the_leading_axis_is_worlds_except_in_what_all_worlds_share(word, note):
    shared = word is Road or note.name.startswith("road.") or (word is Signs and note.name != "value")
    assert ("worlds" in note.dims) == (not shared)
    assert shared or note.dims.index("worlds") == 0


@pytest.mark.parametrize("word", words(), ids=lambda word: word.__name__)
def test_no_array_of_a_word_is_without_a_note(word):
    hints = typing.get_type_hints(word, include_extras=True)
    bare = [name for name, hint in hints.items() if "ndarray" in str(hint) and not hasattr(hint, "__metadata__")]
    assert bare == []


@pytest.mark.parametrize("word", words(), ids=lambda word: word.__name__)
def test_words_are_frozen_and_slotted_or_tuples(word):
    if dataclasses.is_dataclass(word):
        assert word.__dataclass_params__.frozen
        assert "__slots__" in vars(word)
    else:
        assert issubclass(word, tuple)


@pytest.mark.parametrize("word", words(), ids=lambda word: word.__name__)
def test_the_text_under_a_field_is_one_that_ends(word):
    """A field whose name, unit and frame say it all needs no text; what is there ends as a sentence does."""
    assert all(note.text.endswith((".", "")) and len(note.text) < 200 for note in notes(word))


def test_integers_with_a_vocabulary_say_which():
    told = {
        note.name.rpartition(".")[2]: note.text for word in words() for note in notes(word) if "core.kinds" in note.text
    }
    assert {"kind", "lamps", "gear", "lane_kind", "mark_kind"} <= set(told)


def test_every_concept_has_words_in_both_languages():
    assert set(WORDS) == set(Concept)
    assert all(both and all(both) for both in WORDS.values())


@pytest.mark.parametrize("concept", list(Concept))
def test_a_reason_names_its_cause_in_both_languages_or_in_neither(concept):
    en, zh = WORDS[concept]
    assert ("{}" in en) == ("{}" in zh)
    assert say(concept, "the lorry").count("the lorry") == en.count("{}")
    assert say(concept, "卡车", "zh") == zh.format("卡车")


def test_a_concept_from_tomorrow_is_named_by_its_number():
    assert say(999, "x") == "concept 999"


def test_core_imports_neither_numba_nor_any_other_heavy_part():
    code = f"""
import sys
{chr(10).join(f"import aureole.core.{name}" for name in MODULES)}
print(sorted({{'numba', 'llvmlite', 'torch', 'lxml', 'mcap', 'rich', 'cyclopts', 'msgspec'}} & set(sys.modules)))
"""
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_core_imports_nothing_but_itself_numpy_and_the_standard_library():
    for name in MODULES:
        tree = ast.parse((Path(aureole.core.__path__[0]) / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                tops = [alias.name.split(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                tops = ["" if (node.module or "").startswith("aureole.core") else (node.module or "").split(".")[0]]
            else:
                continue
            assert all(top in {"", "numpy"} | sys.stdlib_module_names for top in tops), name
