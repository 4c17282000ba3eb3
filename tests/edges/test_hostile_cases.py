"""Whatever stands in a case.zip: it is refused in words or it is the case, and nothing of it stays behind."""

from __future__ import annotations

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.cli.packing.source import Asked, source
from aureole.core.errors import BadInput, Trouble
from aureole.exam.suites.packed import Mind, Told, pack, unpacked
from aureole.exam.suites.suite import of_paths
from tests.edges.command import MOTORWAY, story
from tests.edges.mutations import VALUES

VERDICT = {
    "case": "mine", "driver": "passive", "seed": 0, "params": {}, "status": "passed", "score": 1.0, "measures": {},
    "events": [], "blame": "none", "digest": "ab",
}  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    """A small case whose record is a few bytes."""
    folder = tmp_path_factory.mktemp("case")
    (folder / "town.xodr").write_bytes(MOTORWAY.read_bytes())
    (folder / "mine.xosc").write_text(story(road="town.xodr"), encoding="utf-8")
    (folder / "drive.mcap").write_bytes(b"record" * 20)
    told = Told(
        aureole="0", sources="", case="mine", scenario="", params={}, seed=0, driver=Mind("passive", ""), car="",
        dt=0.01, timeout=600.0, order="", ego="", fails=(), digest="ab", verdict=VERDICT, machine={},
    )  # fmt: skip
    suite = of_paths([folder / "mine.xosc"])
    pack(folder / "case.zip", told, suite.entries[0], folder / "drive.mcap")
    return (folder / "case.zip").read_bytes()


def tried(data: bytes) -> dict | None:
    """What case.json says; None if the archive is refused. Nothing may stay behind."""
    with tempfile.TemporaryDirectory() as folder:
        kept, tempfile.tempdir = tempfile.tempdir, folder
        path = Path(folder) / "case.zip"
        path.write_bytes(data)
        try:
            with source(str(path), Asked()) as what:
                what.setup()
                return {"seed": what.how["seed"], "case": what.case.name, "text": what.case.path.read_bytes()}
        except BadInput as error:
            if str(path) not in str(error):
                raise
            return None
        finally:
            tempfile.tempdir = kept
            assert [entry.name for entry in Path(folder).iterdir()] == ["case.zip"]


def test_the_case_itself_is_taken(case):
    assert tried(case) == {"seed": 0, "case": "mine", "text": story(road="town.xodr").encode()}


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=5))
@settings(max_examples=200)
def test_flipped_bits_are_refused_or_change_nothing(case, flips):
    data = bytearray(case)
    for flip in flips:
        data[flip // 8 % len(data)] ^= 1 << flip % 8
    assert tried(bytes(data)) in (None, tried(case))


@given(st.integers(0, 10**9), st.binary(max_size=60))
@settings(max_examples=100)
def test_foreign_bytes_are_refused_or_change_nothing(case, place, junk):
    place %= len(case)
    assert tried(case[:place] + junk + case[place + len(junk) :]) in (None, tried(case))


PARTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(VALUES) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(VALUES), inner, max_size=3),
    max_leaves=6,
)


@given(st.data())
@settings(max_examples=300)
def test_words_of_any_kind_are_refused_or_taken_but_never_raise(case, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.zip"
        path.write_bytes(case)
        with zipfile.ZipFile(path) as old:
            members = {name: old.read(name) for name in old.namelist()}
    words = json.loads(members["case.json"])
    name = data.draw(st.sampled_from(sorted(words)))
    part = words
    if isinstance(words[name], dict) and words[name] and data.draw(st.booleans()):
        part, name = words[name], data.draw(st.sampled_from(sorted(words[name])))
    part[name] = data.draw(PARTS)
    try:
        members["case.json"] = json.dumps(words).encode()
    except UnicodeEncodeError:
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "new.zip"
        with zipfile.ZipFile(path, "w") as new:
            for member, text in members.items():
                new.writestr(member, text)
        tried(path.read_bytes())


def test_a_full_disk_is_told_and_leaves_nothing(case, tmp_path, monkeypatch):
    import errno

    (tmp_path / "case.zip").write_bytes(case)
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    real = Path.open

    def full(self, mode="r", *rest, **words):
        if mode == "xb":
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(self, mode, *rest, **words)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Trouble, match="No space left") as caught, unpacked(tmp_path / "case.zip"):
        pass
    assert caught.value.exit_code == 4
    assert "TMPDIR" in caught.value.remedy
    assert list((tmp_path / "temporary").iterdir()) == []
