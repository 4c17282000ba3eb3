"""What a car sees, as files."""

import struct
import zlib

import numpy as np
import pytest

from aureole.cli.main import main
from aureole.cli.seeing.png import encoded
from aureole.cli.seeing.strip import caption, strip
from aureole.vehicle import cars


def decoded(data):
    """The pixels of a PNG of ours, by the standard's own words."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, size = 8, b"", (0, 0)
    while at < len(data):
        length = struct.unpack(">I", data[at : at + 4])[0]
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + body)
        size = struct.unpack(">II", body[:8]) if name == b"IHDR" else size
        packed += body if name == b"IDAT" else b""
        at += 12 + length
    lines = np.frombuffer(zlib.decompress(packed), np.uint8).reshape(size[1], -1)
    assert (lines[:, 0] == 2).all()
    return np.cumsum(lines[:, 1:], axis=0, dtype=np.uint8).reshape(size[1], size[0], 3)


def test_a_picture_comes_back_from_its_file():
    image = np.arange(7 * 5 * 3, dtype=np.uint8).reshape(7, 5, 3) * 3
    assert np.array_equal(decoded(encoded(image)), image)


def test_a_strip_shows_moments_with_their_captions():
    image = np.zeros((80, 120, 3), np.uint8)
    assert caption(image, "0.5 s").max() == 245
    shown = strip([[image, image]] * 3, ["0.0 s", "1.0 s", "2.0 s"])
    assert shown.shape == (3 * 40 + 2 * 4, 2 * 60 + 4, 3)


def told(capsys, *words):
    with pytest.raises(SystemExit) as ended:
        main(list(words))
    return ended.value.code, capsys.readouterr()


def small_eyes(tmp_path):
    text = cars.text(cars.load("sedan")).replace("columns = 640", "columns = 64").replace("rows = 360", "rows = 36")
    (tmp_path / "small.toml").write_text(text, encoding="utf-8")
    return str(tmp_path / "small.toml")


def test_a_case_is_driven_and_seen(tmp_path, capsys):
    out = tmp_path / "film"
    words = ["world", "show", "cut-in", "--camera", "front", "--camera", "rear", "--at", "1", "--at", "2.5"]
    code, _ = told(capsys, *words, "--timeout", "3", "--car", small_eyes(tmp_path), "--out", str(out), "--json")
    assert code == 0
    names = sorted(path.name for path in out.iterdir())
    assert names == ["front-001.00.png", "front-002.50.png", "rear-001.00.png", "rear-002.50.png", "strip.png"]
    image = decoded((out / "front-001.00.png").read_bytes())
    assert image.shape == (36, 64, 3)
    assert image[:10].mean() > image[30:].mean()  # the sky is brighter than the road


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["cut-in", "--camera", "nose"], "it has front, left, right, rear"),
        (["cut-in", "--camera", "front", "--weather", "hail"], "there is no weather 'hail'"),
        (["cut-in", "--camera", "front", "--large"], "--large is for maps"),
        (["cut-in", "--camera", "front", "--car", "point"], "has no camera that gives pictures"),
        (["town.xodr", "--at", "3"], "--camera front"),
        (["town.xodr"], "no --out given"),
    ],
)
def test_what_cannot_be_shown_is_said(capsys, words, said):
    code, heard = told(capsys, "world", "show", *words)
    assert code == 2
    assert said in heard.err
