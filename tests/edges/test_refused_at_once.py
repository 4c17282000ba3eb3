"""A file that is refused waits for nothing it does not need: no verb loads the compiler before it has read the file."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.edges.command import story

RUN = """
import sys
from aureole.cli.main import main
try:
    main(sys.argv[1:])
except SystemExit as ended:
    print(ended.code, "numba" in sys.modules)
"""


def told(*words: object) -> str:
    """The exit code, and whether the compiler was loaded."""
    command = [sys.executable, "-c", RUN, *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LANG": "C.UTF-8"})
    return done.stdout.splitlines()[-1]


@pytest.mark.parametrize(
    "words",
    [("drive",), ("exam",), ("cases",), ("world", "check"), ("world", "show", "--out", "x.svg"),
     ("world", "convert", "--out", "x")],
    ids=" ".join,
)  # fmt: skip
def test_a_scenario_is_refused_without_the_compiler(tmp_path, words):
    path = tmp_path / "case.xosc"
    path.write_text(story()[:-20], encoding="utf-8")
    assert told(*words, path) == "2 False"


@pytest.mark.parametrize("change", [("fast", ""), ("20", '<road id="0">')])
def test_a_story_and_a_map_are_refused_without_the_compiler(tmp_path, change):
    speed, road = change
    (tmp_path / "map.xodr").write_text(f"<OpenDRIVE>{road}</OpenDRIVE>", encoding="utf-8")
    (tmp_path / "case.xosc").write_text(story(speed=speed, **({"road": "map.xodr"} if road else {})), encoding="utf-8")
    assert told("drive", tmp_path / "case.xosc") == "2 False"


@pytest.mark.parametrize("name", ["drive.mcap", "verdicts.json"])
def test_a_broken_record_is_refused_without_the_compiler(tmp_path, name):
    (tmp_path / name).write_bytes(b"{")
    assert told("verify", tmp_path / name) == "2 False"


@pytest.mark.parametrize("verb", ["drive", "exam", "verify", "replay"])
def test_a_broken_case_is_refused_without_the_compiler(tmp_path, verb):
    (tmp_path / "case.zip").write_bytes(b"PK\x03\x04 and nothing more")
    assert told(verb, tmp_path / "case.zip") == "2 False"


@pytest.mark.skipif(os.name != "posix", reason="pipes with a name")
@pytest.mark.parametrize("name", ["drive.mcap", "verdicts.json", "case.zip"])
def test_a_pipe_is_not_verified(tmp_path, name):
    os.mkfifo(tmp_path / name)
    assert told("verify", tmp_path / name) == "2 False"
