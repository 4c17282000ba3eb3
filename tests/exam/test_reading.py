"""A verdicts.json from anywhere is read or refused with its place; nothing in between."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput
from aureole.exam import reading, verdicts
from tests.exam.played import verdict

GOOD = verdicts.exam("quick", 0.01, {"cpu": "any"}, [verdict(k, "failed") for k in range(2)])


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    path = tmp_path_factory.mktemp("exam") / "verdicts.json"
    verdicts.write(path, GOOD)
    return path.read_text()


def refused(tmp_path, content):
    path = tmp_path / "verdicts.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(BadInput, match=r"verdicts\.json: is no verdicts\.json") as told:
        verdicts.read(path)
    assert told.value.remedy
    return str(told.value)


def changed(text, place, value):
    """The file with one value replaced."""
    content = json.loads(text)
    inner = content
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return json.dumps(content)


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (["cases", 1, "seed"], "0", "$.cases[1].seed"),
        (["cases", 1, "seed"], 1.5, "$.cases[1].seed"),
        (["cases", 0, "status"], "perhaps", "$.cases[0].status"),
        (["cases", 0, "blame"], "nobody", "$.cases[0].blame"),
        (["cases", 0, "params"], {"Speed": 20}, "$.cases[0].params"),
        (["cases", 0, "measures"], {"time": "long"}, "$.cases[0].measures"),
        (["cases", 0, "events", 0, "margin"], "wide", "$.cases[0].events[0].margin"),
        (["cases", 0, "events"], {"collision": 1}, "$.cases[0].events"),
        (["cases"], {}, "$.cases"),
        (["dt"], None, "$.dt"),
        (["machine"], [], "$.machine"),
    ],
)
def test_a_value_of_the_wrong_type_is_told_with_its_place(tmp_path, written, place, value, told):
    assert told in refused(tmp_path, changed(written, place, value))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_refused(tmp_path, written, share):
    refused(tmp_path, written[: int(share * (len(written) - 2))])


@pytest.mark.parametrize(
    "content",
    [
        '{"aureole": NaN}', "[" * 100_000, '{"a":' * 100_000, "1" * 1_000_000, '"' + "x" * 1_000_000, "\ufeff{}",
        b"\xff\xfe{}", b"\x00" * 100, '{"cases": [{"seed": 1e999}]}', "null", '{"cases": "' + "\\ud800" + '"}',
    ],
)  # fmt: skip
def test_hostile_text_is_refused(tmp_path, content):
    refused(tmp_path, content)


def test_a_number_too_large_for_its_field_is_refused(tmp_path, written):
    refused(tmp_path, written.replace('"dt":0.01', '"dt":1e999'))
    refused(tmp_path, written.replace('"seed":0', '"seed":' + "9" * 400))


@given(st.data())
def test_a_changed_letter_is_read_or_refused(written, data):
    text = bytearray(written.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        text[data.draw(st.integers(0, len(text) - 1))] = data.draw(st.integers(0, 255))
    try:
        _, found = reading.table(bytes(text))
    except (reading.msgspec.DecodeError, RecursionError, ValueError):
        return
    assert all(isinstance(one.score, float) for one in found)


def test_what_stands_there_besides_is_left_alone(tmp_path, written):
    path = tmp_path / "verdicts.json"
    path.write_text(changed(written, ["note"], "by hand"))
    assert len(verdicts.read(path).cases) == 2


def test_a_null_in_an_event_comes_back_as_no_number(tmp_path, written):
    path = tmp_path / "verdicts.json"
    path.write_text(changed(written, ["cases", 0, "events", 0, "margin"], None))
    assert math.isnan(verdicts.read(path).cases[0].events[0].margin)


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(BadInput, match="cannot be read"):
        verdicts.read(tmp_path)
