"""The embedded cases: complete, readable, and what happens in them is what their sentence says."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

import numpy as np
import pytest

from aureole.conduct.boxes import overlap
from aureole.conduct.r157 import INTRUSION, cut_in_ttc
from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.vehicle.cars import load as load_car
from aureole.world.scenarios.build import build
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.embedded import library
from aureole.world.scenarios.scenario import load
from aureole.world.scenarios.variations.distribution import load_distribution

STEP = 0.02  # s
GRIDS = sorted((library.FOLDER.parent / "grids").glob("*.xosc"))
SCENARIOS = sorted(library.FOLDER.glob("*.xosc"))

# Whom the examined car runs into when nobody drives it; None: nobody, it only has to keep calm.
UNDRIVEN = {
    "motorway-free": None, "bends-free": None, "lorry-beside": None, "hard-shoulder-stop": None, "swerving-lead": None,
    "partly-blocking": None, "oncoming-lorry": None, "follow-varying-speed": "Lead", "stop-and-go": "Lead",
    "lead-emergency-brake": "Lead", "standing-car": "Ahead", "standing-car-free-lane": "Standing",
    "two-standing": "First", "queue-behind-bend": "Last", "cut-in": "Other", "cut-in-hard": "Other",
    "cut-in-then-brake": "Other", "cut-in-motorbike": "Other", "cut-in-unavoidable": "Other",
    "cut-in-unavoidable-lorry": "Other", "squeeze": "FromRight", "cut-out": "First", "cut-out-multiple": "First",
    "crossing-pedestrian": "Pedestrian", "cyclist-ahead": "Ahead", "slow-lorry-rural": "Ahead",
}  # fmt: skip
CUT_INS = [name for name in library.names() if name.startswith("cut-in")]


@dataclass(frozen=True)
class Played:
    """A case played without a driver: one row a step, one column an agent; the examined car is column 0."""

    names: tuple[str, ...]
    time: np.ndarray
    s: np.ndarray
    t: np.ndarray
    xy: np.ndarray
    heading: np.ndarray
    speed: np.ndarray
    hit: np.ndarray
    exercised: bool
    size: np.ndarray
    box_x: np.ndarray

    def gap(self, one: str, other: str) -> np.ndarray:
        """Free distance along the road from the front of one to the rear of the other."""
        a, b = self.names.index(one), self.names.index(other)
        front = self.s[:, a] + self.box_x[a] + 0.5 * self.size[a, 0]
        return self.s[:, b] + self.box_x[b] - 0.5 * self.size[b, 0] - front

    def aside(self, name: str) -> np.ndarray:
        """How far left of the examined car's path."""
        return self.t[:, self.names.index(name)] - self.t[:, 0]

    def first_hit(self) -> str | None:
        found = np.flatnonzero(self.hit >= 0)
        return self.names[self.hit[found[0]]] if len(found) else None


@functools.cache
def played(name: str) -> Played:
    entry = library.find(name)
    world = build(Case(name, entry.path), [Variation(dict(entry.params))], step=STEP, passive=True)
    nothing = Command(
        np.zeros(1, np.int64), np.zeros(1), np.zeros(1), np.zeros(1, np.int32), np.zeros(1, np.int32),
        np.zeros(1, np.bool_), np.zeros(1, np.int64),
    )  # fmt: skip
    scene, state = world.reset()
    scenes = [scene]
    while not scene.over[0] and len(scenes) * STEP < 100.0:
        scene, state = world.step(scene, nothing, state)
        scenes.append(scene)
    return Played(
        world.brief.names, np.array([x.stamp[0] * 1e-9 for x in scenes]), np.array([x.s[0] for x in scenes]),
        np.array([x.t[0] for x in scenes]), np.array([x.xyz[0, :, :2] for x in scenes]),
        np.array([x.heading[0] for x in scenes]), np.array([x.speed[0] for x in scenes]),
        np.array([x.hit[0] for x in scenes]), bool(scene.exercised[0]), scene.size[0],
        scene.box_from_reference[0, :, 0],
    )  # fmt: skip


def test_the_default_case_is_a_cut_in():
    assert library.default() == "cut-in"
    assert library.default() in library.names()


def test_an_unknown_case_is_answered_with_the_nearest_ones():
    with pytest.raises(BadInput) as caught:
        library.find("cutin")
    assert "'cut-in'" in str(caught.value)


@pytest.mark.parametrize("name", library.names())
def test_a_case_has_a_plain_name_a_file_tags_and_one_sentence_in_both_languages(name):
    entry = library.find(name)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", name)
    assert entry.path.is_file()
    assert entry.tags
    assert entry.en.endswith(".")
    assert entry.en.count(". ") == 0
    assert entry.zh.endswith("。")
    assert entry.zh.count("。") == 1
    assert ("unavoidable" in name) == ("unavoidable" in entry.tags) == ("UN R157" in entry.en and "UN R157" in entry.zh)


def test_every_case_is_listed_once_and_every_scenario_file_is_used():
    rows = [row.name for row in library._cases().case]
    assert len(rows) == len(set(rows)) == len(library.names())
    varied = {load_distribution(path).scenario.resolve() for path in GRIDS}
    assert {library.find(name).path for name in library.names()} | varied == set(SCENARIOS)
    assert set(UNDRIVEN) == set(rows)


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_a_scenario_file_is_short_says_its_idea_and_explains_every_parameter(path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 250
    assert text.splitlines()[1] == "<!--"
    declared = re.findall(r"-->\s*<ParameterDeclaration ", text)
    assert len(declared) == text.count("<ParameterDeclaration ")
    for parameter in load(path).parameters.names:
        assert re.search(rf"\${parameter}\b", text), f"{parameter} is declared and not used"


def test_the_examined_car_has_the_measures_of_our_sedan():
    path = library.find("cut-in").path
    scenario = load(path)
    ego, body = scenario.cast(scenario.parameters.scope({}))["Ego"], load_car("sedan").body
    assert (ego.length, ego.width, ego.height, ego.box_x) == (body.length, body.width, body.height, body.box_x)
    assert (ego.wheelbase, ego.track) == (body.wheelbase, body.track)


@pytest.mark.parametrize("name", library.names())
def test_a_case_plays_all_its_events_and_ends_by_itself_within_thirty_seconds(name):
    play = played(name)
    assert play.exercised
    assert 10.0 <= play.time[-1] <= 30.0


@pytest.mark.parametrize("name", library.names())
def test_an_undriven_car_runs_into_the_one_the_case_is_about_and_into_nobody_else(name):
    assert played(name).first_hit() == UNDRIVEN[name]


@pytest.mark.parametrize("name", library.names())
def test_the_others_never_run_into_each_other(name):
    play = played(name)
    shift = np.stack((np.cos(play.heading), np.sin(play.heading)), axis=-1) * play.box_x[:, None]
    centre = play.xy + shift
    for k in range(0, len(play.time), 5):
        for a in range(1, len(play.names)):
            for b in range(a + 1, len(play.names)):
                one = (*centre[k, a], play.heading[k, a], *play.size[a, :2])
                other = (*centre[k, b], play.heading[k, b], *play.size[b, :2])
                assert not overlap(*map(float, one), *map(float, other)), (play.names[a], play.names[b], play.time[k])


@pytest.mark.parametrize("name", CUT_INS)
def test_a_cut_in_comes_from_the_next_lane_and_can_be_avoided_by_the_bound_unless_it_says_otherwise(name):
    play = played(name)
    gap, aside = play.gap("Ego", "Other"), np.abs(play.aside("Other"))
    assert aside[0] == pytest.approx(3.5)
    assert aside[-1] == pytest.approx(0.0, abs=1e-6)
    edge = 1.75 - INTRUSION + 0.5 * play.size[1, 1]
    intrudes = int(np.flatnonzero(aside < edge)[0])
    closing = play.speed[intrudes, 0] - play.speed[intrudes, 1]
    assert gap[intrudes] > 0.0
    assert closing > 0.0
    assert (gap[intrudes] / closing < cut_in_ttc(closing)) == ("unavoidable" in name)


@pytest.mark.parametrize("name", ["cut-out", "cut-out-multiple"])
def test_a_cut_out_hides_the_standing_car_until_it_is_late_and_leaves_room_to_stop(name):
    play = played(name)
    before = play.gap("Ego", "First")[np.flatnonzero(np.abs(play.aside("Lead")) > 0.01)[0]]
    revealed = np.flatnonzero(np.abs(play.aside("Lead")) > 1.8)[0]
    room, speed = play.gap("Ego", "First")[revealed], play.speed[revealed, 0]
    assert 90.0 < before < 110.0
    assert speed**2 / (2.0 * (room - 0.5 * speed - 2.0)) < 5.0
    assert play.gap("Lead", "First")[revealed] > 0.0


def test_the_swerving_lead_and_the_vehicles_beside_never_leave_their_lanes():
    lead = played("swerving-lead").aside("Lead")
    assert lead.max() == pytest.approx(0.8, abs=0.01)
    assert lead.min() == pytest.approx(-0.8, abs=0.01)
    for name, who in (("lorry-beside", "Beside"), ("oncoming-lorry", "Oncoming")):
        play = played(name)
        half = 0.5 * play.size[play.names.index(who), 1]
        nearest = np.abs(play.aside(who)).min()
        assert 3.5 - nearest > 0.3
        assert nearest - half > 1.75


def test_the_pedestrian_crosses_the_whole_road_and_stays_there():
    play = played("crossing-pedestrian")
    assert play.t[0, 1] < -3.5
    assert play.t[-1, 1] > 3.5
    assert play.speed[:, 1].max() == pytest.approx(5.0 / 3.6, rel=0.01)
    assert play.speed[-1, 1] == 0.0


def test_the_oncoming_cars_are_beside_the_slow_ones_when_a_careless_driver_would_pass():
    for name in ("standing-car", "cyclist-ahead", "slow-lorry-rural"):
        play = played(name)
        arrives = np.flatnonzero(play.gap("Ego", "Ahead") < 25.0)[0]
        ahead = play.s[:, [play.names.index(f"Oncoming{k}") for k in (1, 2, 3)]] - play.s[:, :1]
        assert ahead[arrives].max() > 0.0
        assert play.speed[-1, 2:].min() > 1.0
