"""The ALKS files played as an independent player plays them: tracks at every step, transitions within one step."""

from __future__ import annotations

import csv
import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from aureole.world.scenarios.build import build, group
from aureole.world.scenarios.case import Case, Variation
from aureole.world.scenarios.variations.distribution import load_distribution
from tests.world.scenarios.drives import Drive, command, drive

LINE = re.compile(r"\[([\d.]+)\] \[info\] (.*?) (\w+State) -> \w+ -> (\w+State)$", re.MULTILINE)
NAMES = (
    "4_1_1_free_driving", "4_1_2_swerving_lead_vehicle", "4_1_3_side_vehicle", "4_2_1_fully_blocking_target",
    "4_2_4_multiple_blocking_targets", "4_3_1_follow_lead_vehicle_comfortable", "4_4_2_cut_in_unavoidable_collision",
    "4_5_1_cut_out_fully_blocking", "4_6_1_forward_detection_range", "4_6_2_lateral_detection_range",
)  # fmt: skip
SHORT = [name for name in NAMES if not name.startswith(("4_1_1", "4_1_3"))]


def scenario(data: Path, name: str) -> Path:
    return data / "osc-alks" / "concrete_scenarios" / f"alks_scenario_{name}_template.xosc"


def tracks(data: Path, name: str) -> dict[str, np.ndarray]:
    """time, x, y, z, h, speed of each entity."""
    path = data / "reference-tracks" / "alks" / f"alks_scenario_{name}_template.csv.gz"
    with gzip.open(path, "rt") as file:
        file.readline()
        lines = file.read().splitlines()
    names = list(dict.fromkeys(line.split(", ", 3)[2] for line in lines[:20]))
    rows = np.loadtxt(lines, delimiter=",", usecols=(0, 1, 3, 4, 5, 6, 9))
    return {entity: np.delete(rows[rows[:, 1] == number], 1, axis=1) for number, entity in enumerate(names)}


def log(data: Path, name: str) -> list[tuple[float, str, str, str]]:
    path = data / "reference-tracks" / "alks" / f"alks_scenario_{name}_template.log.gz"
    with gzip.open(path, "rt") as file:
        return [(float(a), b, c, d) for a, b, c, d in LINE.findall(file.read())]


@pytest.fixture
def alks(data: Path) -> Path:
    if not (data / "reference-tracks" / "alks").is_dir():
        pytest.skip("no reference tracks of the ALKS files")
    return data


@pytest.mark.parametrize("name", NAMES)
def test_the_tracks_are_the_reference_players_at_every_step(alks: Path, name: str) -> None:
    found, references = drive(scenario(alks, name)), tracks(alks, name)
    for entity in found.world.brief.names:
        reference = references[entity]
        assert len(found.scenes) == len(reference)
        xyz, heading = found.of(entity, "xyz"), found.of(entity, "heading")
        assert np.hypot(*(xyz[:, :2] - reference[:, 1:3]).T).max() < 0.001
        assert np.abs(xyz[:, 2] - reference[:, 3]).max() < 0.001
        assert np.abs((heading - reference[:, 4] + np.pi) % (2.0 * np.pi) - np.pi).max() < 0.0001
        assert np.abs(found.of(entity, "speed") - reference[:, 5]).max() < 0.0001


@pytest.mark.parametrize("name", SHORT)
def test_every_transition_of_the_reference_player_happens_within_a_step(alks: Path, name: str) -> None:
    found = drive(scenario(alks, name))
    mine = [(row[0], row[1], row[3], row[4]) for row in found.world.transitions(found.state, 0)]
    for time, *rest in log(alks, name):
        assert any(list(other[1:]) == rest and abs(other[0] - time) < 0.0101 for other in mine), (time, rest)


def test_all_fifteen_files_play_to_their_stop_trigger(alks: Path) -> None:
    files = sorted((alks / "osc-alks" / "concrete_scenarios").glob("*.xosc"))
    assert len(files) == 15
    for path in files:
        found = drive(path, step=0.05)
        assert found.scenes[-1].over[0]
        assert found.scenes[-1].exercised[0]


def test_after_crossing_the_pedestrian_keeps_its_speed_along_the_lane(alks: Path) -> None:
    found = drive(scenario(alks, "4_2_3_crossing_pedestrian"))
    xyz, moments = found.of("TargetBlocking", "xyz"), found.moments()
    assert moments["CrossAction", "runningState"] == pytest.approx(25.86)
    assert moments["CrossAction", "completeState"] - moments["CrossAction", "runningState"] == pytest.approx(7.19)
    assert xyz[3306, :2] == pytest.approx([500.0, -3.0], abs=0.02)
    assert xyz[3406, 0] - xyz[3306, 0] == pytest.approx(5.0 / 3.6, abs=0.01)


def test_a_worlds_bits_do_not_depend_on_its_batch(alks: Path) -> None:
    path = scenario(alks, "4_4_2_cut_in_unavoidable_collision")
    speeds = [{"Ego_InitSpeed_Ve0_kph": str(value)} for value in (41, 60, 47.5, 52, 33.3)]
    names = ("xyz", "heading", "speed", "velocity", "accel")
    many = drive(path, speeds, passive=False)
    for world, values in enumerate(speeds):
        alone = drive(path, [values], passive=False)
        for k in range(0, len(alone.scenes), 97):
            for name in names:
                assert np.array_equal(getattr(alone.scenes[k], name)[0], getattr(many.scenes[k], name)[world])


def test_a_world_that_is_over_stands_still_while_the_others_go_on(alks: Path) -> None:
    path = scenario(alks, "4_2_1_fully_blocking_target")
    world = build(Case("x", path), [Variation(), Variation()], passive=True)
    scene, state = world.reset()
    scene.over[1] = True
    for _ in range(10):
        scene, state = world.step(scene, command(2), state)
    assert scene.stamp.tolist() == [100_000_000, 0]
    assert scene.xyz[0, 0, 0] > scene.xyz[1, 0, 0] == 5.0
    assert scene.over.tolist() == [False, True]


WHERE = ("CA-FC_2026/StandardRange", "CCFtap")
COMPARABLE = {  # files of two other sets: entities whose tracks are comparable (no vendor's controller moves them)
    "esmini": {
        "cut-in": (), "cut-in_environment": (), "light_state": (), "lane_change_crest": (),
        "follow_reference_interactive": (), "straight_500m_pedestrian": (), "alks_cut-in": ("TargetCutIn",),
        "alks_decelerate": ("TargetDecelerate",), "alks_r157_cut_in_quick_brake": ("Target",),
        "velodrome": (), "left-hand-traffic_by_heading": (), "highway_merge": (),
    },
    "ncap": {
        "CBLA": (), "CCRs": (), "CPNA": (), "CCCscp": ("Ego",), "NCAP_AEB_C2C_CCR_2023": (),
        "NCAP_AEB_VRU_CBLA_2023": (), "NCAP_AEB_VRU_CPRA_Cm_2023": (), "NCAP_AEB_C2C_CCFhol_2023": (),
    },
}  # fmt: skip


@pytest.mark.parametrize(("kind", "name"), [(kind, name) for kind, names in COMPARABLE.items() for name in names])
def test_other_public_files_play_as_the_reference_player_plays_them(data: Path, kind: str, name: str) -> None:
    csv = data / "reference-tracks" / kind / f"{name}.csv.gz"
    if not csv.is_file():
        pytest.skip(f"no reference track {csv.name}")
    files = [path for path in (data / f"osc-{kind}").rglob(f"{name}.xosc") if "Variations" not in path.parts]
    found = drive(files[0], step=0.05 if kind == "esmini" else 0.01)
    with gzip.open(csv, "rt") as file:
        file.readline()
        rows = [line.split(", ") for line in file.read().splitlines()]
    for entity in COMPARABLE[kind][name] or found.world.brief.names:
        reference = np.array([[float(row[k]) for k in (0, 3, 4, 5, 6, 9)] for row in rows if row[2] == entity])
        count = min(len(reference), len(found.scenes))
        xyz, heading = found.of(entity, "xyz")[:count], found.of(entity, "heading")[:count]
        assert np.hypot(*(xyz[:, :2] - reference[:count, 1:3]).T).max() < 0.002
        assert np.abs(xyz[:, 2] - reference[:count, 3]).max() < 0.002
        assert np.abs((heading - reference[:count, 4] + np.pi) % (2.0 * np.pi) - np.pi).max() < 0.001
        assert np.abs(found.of(entity, "speed")[:count] - reference[:count, 5]).max() < 0.001


def test_every_variation_of_a_turn_across_the_path_ends_where_the_reference_player_ends(data: Path) -> None:
    rows = data / "reference-tracks" / "ncap-permutations-passive-ego.csv.gz"
    path = data / "osc-ncap/OpenSCENARIO/NCAP/CA-FC_2026/Variations/StandardRange/CCFtap.xosc"
    if not rows.is_file() or not path.is_file():
        pytest.skip("no reference of the Euro NCAP permutations")
    ends = {}
    with gzip.open(rows, "rt") as file:
        for row in csv.DictReader(file):
            if (row["set"], row["scenario"]) == WHERE:
                ends[int(row["permutation"]), row["entity"]] = (float(row["x_end"]), float(row["y_end"]))
    count = 0
    for numbers, found in groups(path):
        for world, number in enumerate(numbers):
            for entity in ("Ego", "Target"):
                assert found.of(entity, "xyz", world)[-1, :2] == pytest.approx(ends.pop((number, entity)), abs=0.01)
                count += 1
    assert count == 18
    assert not ends


def groups(path: Path) -> Iterator[tuple[list[int], Drive]]:
    """The variations of a file in batches: their numbers and their drive."""
    distribution = load_distribution(path)
    params = distribution.variations.some(range(distribution.variations.count))
    for members in group(Case(path.stem, distribution.scenario), [Variation(one) for one in params]):
        yield list(members), drive(distribution.scenario, [params[one] for one in members])


def test_an_ego_that_reverses_towards_somebody_hits_him(data: Path) -> None:
    path = data / "osc-ncap/OpenSCENARIO/NCAP/AEB_VRU_2023/Variations/NCAP_AEB_VRU_CPRA_Cs_Variation_2023.xosc"
    if not path.is_file():
        pytest.skip(f"no {path.name}")
    for _, found in groups(path):
        assert (np.array([scene.hit for scene in found.scenes]).max(axis=0) == 1).all()
