"""Pickles from strangers: data come through, programs do not."""

from __future__ import annotations

import gzip
import os
import pickle
from collections import defaultdict
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.world.logs.scenarionet.pickled import load
from tests.world.logs.made_up import refused, scene


def saved(folder: Path, data: bytes) -> Path:
    path = folder / "x.pkl"
    path.write_bytes(data)
    return path


def same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other, equal_nan=True)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)


@pytest.mark.parametrize("protocol", range(2, 6))
def test_plain_data_come_through_every_protocol_as_python_reads_them(tmp_path: Path, protocol: int) -> None:
    """But for bytes and sets in old ones: there they travel through names that are not known."""
    held: dict[Any, Any] = {"a": [1, -2.5, None, True, "日"], 3: (1, (2, 3)), "long": 2**80}
    if protocol > 2:
        held |= {"bytes": b"x", "f": np.arange(6.0).reshape(2, 3), "i": np.array([1], "<i4"), "b": np.array([True])}
    if protocol > 3:
        held["set"] = {1, 2}
    assert same(held, load(saved(tmp_path, pickle.dumps(held, protocol=protocol))))


def test_a_scalar_of_numpy_is_a_plain_number(tmp_path: Path) -> None:
    found = load(saved(tmp_path, pickle.dumps([np.float32(2.5), (np.int64(3), 1)])))
    assert found == [2.5, (3, 1)]
    assert type(found[0]) is float


def test_a_defaultdict_becomes_a_plain_dict(tmp_path: Path) -> None:
    held = defaultdict(int, {"a": 1})
    found = load(saved(tmp_path, pickle.dumps(held)))
    assert type(found) is dict
    assert found == {"a": 1}


def test_a_packed_pickle_is_unpacked(tmp_path: Path) -> None:
    assert load(saved(tmp_path, gzip.compress(pickle.dumps([1])))) == [1]


class Runs:
    """Runs a command when it is unpickled by Python."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, (f"touch {self.path}",)


def test_a_program_is_refused_by_the_name_it_calls_and_never_runs(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    with pytest.raises(BadInput, match=r"(posix|nt)\.system, which is never loaded"):
        load(saved(tmp_path, pickle.dumps(Runs(mark))))
    assert not mark.exists()


HOSTILE = {
    "builtins.eval": b"cbuiltins\neval\n(Vprint(1)\ntR.",
    "a name by stack": pickle.dumps(os.path.join),
    "numpy.load": b"cnumpy\nload\n(Vx\ntR.",
    "numpy.ndarray called for memory": b"cnumpy\nndarray\n(I100000000000\ntR.",
    "int called with digits": b"cbuiltins\nint\n(V99\ntR.",
    "an object of a class": b"ccollections\ndefaultdict\n)\x81.",
    "a persistent id": b"Psomething\n.",
    "an extension": b"\x82\x01.",
    "a state set on a name": b"cnumpy\ndtype\n}(Vcall\nNub.",
    "a state set on a list": b"](Vx\nI1\ndb.",
    "a name as data": b"cnumpy\nndarray\n.",
    "a memo far away": b"h\x05.",
    "no end": b"]",
    "nothing": b"",
    "no pickle": b"hello world",
    "a mark without a container": b"I1\nt.",
    "a length beyond the file": b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7fx.",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_what_data_do_not_need_is_refused_with_the_file(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, HOSTILE[name])
    with pytest.raises(BadInput) as caught:
        load(path)
    assert caught.value.place == str(path)


def test_a_huge_memo_index_costs_no_memory(tmp_path: Path) -> None:
    assert load(saved(tmp_path, b"]r\xff\xff\xff\xff.")) == []


def test_an_array_of_objects_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="data type"):
        load(saved(tmp_path, pickle.dumps(np.array([object, 1], dtype=object))))


def test_containers_a_thousand_deep_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="deep"):
        load(saved(tmp_path, b"]" * 1000 + b"a" * 999 + b"."))


def test_a_list_that_holds_itself_ends(tmp_path: Path) -> None:
    assert len(load(saved(tmp_path, b"]q\x00h\x00a."))) == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        load(tmp_path / "none.pkl")


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_broken_scene_is_read_or_refused_and_nothing_else(tmp_path: Path, data: st.DataObject) -> None:
    whole = bytearray(pickle.dumps(scene(), protocol=4))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(whole)))
    path = saved(tmp_path, bytes(whole[: cut if cut % 3 == 0 else len(whole)]))
    refused(load, path)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path: Path, data: bytes) -> None:
    path = saved(tmp_path, data)
    refused(load, path)
