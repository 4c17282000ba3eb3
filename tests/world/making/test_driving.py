"""The rule driver finds its way over made maps and stays on the road."""

from __future__ import annotations

import json

import pytest

from aureole.world.roads.making.make import make
from aureole.world.roads.making.parameters import KINDS
from tests.cli.test_commands import run
from tests.world.making.driving import scenario

WAYS = {  # m and m/s: how far, and how slow a road may be
    "motorway": (4500.0, 20.0), "rural": (4500.0, 15.0), "grid": (450.0, 4.0), "organic": (600.0, 4.0),
    "roundabout": (450.0, 4.0), "mixed": (4500.0, 15.0),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", KINDS)
def test_rules_drives_a_route_over_a_made_map_without_leaving_the_road(kind, capsys, tmp_path):
    file = scenario(make(kind, 5), tmp_path, *WAYS[kind])
    words = ("drive", str(file), "--driver", "rules", "--timeout", "240", "--out", str(tmp_path / "out"), "--json")
    code, told, why = run(capsys, *words)
    assert code in (0, 1), why
    case = json.loads(told)
    assert {event["name"] for event in case["events"]} & {"off_road", "collision", "stuck", "timeout"} == set()
    assert case["status"] == "passed"
