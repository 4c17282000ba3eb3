"""The rule driver finds its way over made maps and stays on the road."""

from __future__ import annotations

import json

import pytest

from aureole.world.roads.making.make import make
from aureole.world.roads.making.parameters import KINDS
from tests.cli.test_commands import run
from tests.world.making.driving import scenario

FAR = {"motorway": 2600.0, "mixed": 2600.0}  # m; elsewhere 1500


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", KINDS)
def test_rules_drives_a_route_over_a_made_map_without_leaving_the_road(kind, capsys, tmp_path):
    file = scenario(make(kind, 5), tmp_path, FAR.get(kind, 1500.0))
    run(capsys, "drive", str(file), "--driver", "rules", "--timeout", "240", "--out", str(tmp_path / "out"))
    (case,) = json.loads((tmp_path / "out" / "verdicts.json").read_text(encoding="utf-8"))["cases"]
    assert {event["name"] for event in case["events"]} & {"off_road", "collision", "stuck", "timeout"} == set()
    assert case["status"] == "passed"
