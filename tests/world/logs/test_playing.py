"""A recording as a world: the others as the log has them, the examined car by whoever drives it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from aureole.core.command import Command
from aureole.core.errors import BadInput
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.drivers.passive import Passive
from aureole.drivers.rules.driver import Rules
from aureole.runtime.fingerprint import Digest
from aureole.runtime.loop import run
from aureole.vehicle.follower import Follower
from aureole.world.logs.playing.build import build
from aureole.world.logs.playing.world import Logged
from aureole.world.logs.reading import load
from aureole.world.scenarios.case import Case, Variation
from tests.world.logs.made_up import TICKS, scene, track, written


class Kept:
    """Keeps every scene."""

    def __init__(self) -> None:
        self.scenes: list[Scene] = []

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        self.scenes.append(scene)


class Stops(Passive):
    """Brakes to a standstill."""

    def drive(self, observation: Any, memory: None) -> tuple[Plan, None]:
        plan, _ = super().drive(observation, memory)
        plan.brake[:] = 8.0
        return plan, None


def world(path: Path, passive: bool = False, seeds: int = 1, **params: str) -> Logged:
    return build(Case("made-up", path), [Variation(params, seed) for seed in range(seeds)], passive=passive)


def driven(found: Logged, driver: Any) -> list[Scene]:
    kept = Kept()
    run(found, driver, Follower(), [kept])
    return kept.scenes


def test_played_again_everybody_is_where_the_log_has_them(tmp_path: Path) -> None:
    path = written(tmp_path, scene(other=track(50.0, 3.5, 8.0)))
    found = world(path, passive=True)
    scenes = driven(found, Passive())
    recording, ahead = load(path), found.cast.ahead()
    assert len(scenes) == 601
    for tick in (0, 7, 60):
        at = scenes[10 * tick]
        np.testing.assert_allclose(at.xyz[0, :, 0] + ahead, recording.xyz[:, tick, 0], atol=1e-9)
    assert scenes[-1].over.all()


def test_between_two_ticks_one_is_on_the_line_between_them(tmp_path: Path) -> None:
    scenes = driven(world(written(tmp_path, scene()), passive=True), Passive())
    assert scenes[15].xyz[0, 0, 0] - scenes[10].xyz[0, 0, 0] == pytest.approx(0.5)


def test_the_examined_car_starts_as_the_log_has_it_with_its_measures(tmp_path: Path) -> None:
    found = world(written(tmp_path, scene()))
    first, _ = found.reset()
    middle = first.xyz[0, 0, 0] + first.box_from_reference[0, 0, 0]
    assert middle == pytest.approx(20.0)
    assert first.speed[0, 0] == pytest.approx(10.0)
    assert first.size[0, 0, :2].tolist() == pytest.approx([4.6, 1.9])
    assert first.lane[0, 0] >= 0


def test_the_set_speed_is_what_the_log_hardly_exceeded_where_no_limit_is_known(tmp_path: Path) -> None:
    held = scene()
    assert world(written(tmp_path, held)).brief.mission.set_speed[0] == pytest.approx(10.0)
    for name in ("right", "left"):
        held["map_features"][name]["speed_limit_kmh"] = 30.0
    found = world(written(tmp_path, held, "limited.pkl"))
    assert found.brief.mission.set_speed[0] == pytest.approx(30.0 / 3.6)


def test_the_route_is_the_way_of_the_log(tmp_path: Path) -> None:
    found = world(written(tmp_path, scene()))
    first, state = found.reset()
    observation, _ = found.sense(first, state)
    np.testing.assert_allclose(observation.route[0, :3], [[0.0, 0.0], [5.0, 0.0], [10.0, 0.0]], atol=1e-3)


def test_who_overlaps_the_start_is_left_out_and_told(tmp_path: Path) -> None:
    found = world(written(tmp_path, scene(ghost=track(21.0, 0.0, 10.0))))
    assert found.brief.names == ("me",)
    assert found.told["left_out"] == "ghost"


def test_another_car_of_the_log_can_be_examined_from_its_first_moment_to_its_last(tmp_path: Path) -> None:
    valid = np.zeros(TICKS)
    valid[10:31] = 1.0
    path = written(tmp_path, scene(other=track(60.0, 3.5, 8.0, valid=valid)))
    found = world(path, ego="other")
    first, _ = found.reset()
    assert found.brief.names[0] == "other"
    assert found.cast.span == pytest.approx(2.0)
    assert first.speed[0, 0] == pytest.approx(8.0)
    assert len(driven(world(path, passive=True, ego="other"), Passive())) == 201


@pytest.mark.parametrize(
    ("params", "words"),
    [({"ego": "you"}, "no 'you' in the log"), ({"ego": "walker"}, "is a pedestrian"), ({"others": "mad"}, "others=mad"),
     ({"speed": "3"}, "no such parameter")],
)  # fmt: skip
def test_what_cannot_be_driven_is_refused_by_name(tmp_path: Path, params: dict[str, str], words: str) -> None:
    path = written(tmp_path, scene(walker=track(50.0, 6.0, 1.0, "PEDESTRIAN")))
    with pytest.raises(BadInput, match=words):
        world(path, **params)


def test_others_that_only_replay_drive_into_a_car_that_stops(tmp_path: Path) -> None:
    path = written(tmp_path, scene(behind=track(5.0, 0.0, 10.0)))
    scenes = driven(world(path), Stops())
    assert max(int(one.hit[0]) for one in scenes) == 1


def test_others_that_react_stop_behind_it(tmp_path: Path) -> None:
    path = written(tmp_path, scene(behind=track(2.0, 0.0, 10.0)))
    scenes = driven(world(path, others="reactive"), Stops())
    assert max(int(one.hit[0]) for one in scenes) == -1
    assert scenes[-1].speed[0, 1] < 1.0


def test_others_that_can_react_keep_to_the_log_while_the_car_does(tmp_path: Path) -> None:
    path = written(tmp_path, scene(behind=track(5.0, 0.0, 10.0)))
    ends = [driven(world(path, passive=True, others=how), Passive())[-1].xyz for how in ("replay", "reactive")]
    np.testing.assert_array_equal(*ends)


def test_a_drive_is_the_same_in_any_batch(tmp_path: Path) -> None:
    path = written(tmp_path, scene(ahead=track(45.0, 0.0, 6.0)))
    texts = []
    for seeds in (1, 3):
        digest = Digest(seeds)
        run(world(path, seeds=seeds, others="reactive"), Rules(), Follower(), [digest])
        texts.append(digest.text(0))
    assert texts[0] == texts[1]


def test_who_leapt_is_not_driven_through_the_leap(tmp_path: Path) -> None:
    held = scene(other=track(60.0, 3.5, 5.0))
    held["tracks"]["other"]["state"]["position"][30:, 0] += 100.0
    scenes = driven(world(written(tmp_path, held), passive=True), Passive())
    places = np.array([one.xyz[0, 1, 0] for one in scenes])
    between = (places > 80.0) & (places < 160.0)
    assert not between.any()


def test_a_car_that_stood_is_not_asked_to_go(tmp_path: Path) -> None:
    held = scene()
    held["tracks"]["me"] = track(20.0, 0.0, 0.0)
    found = world(written(tmp_path, held))
    assert found.brief.mission.set_speed[0] == 0.0
    assert driven(found, Rules())[-1].speed[0, 0] == 0.0


@pytest.mark.slow
def test_the_car_is_shown_the_branch_that_its_log_took(data: Path) -> None:
    path = data / "nc-nuscenes-mini" / "sd_nuscenes_v1.0-mini_scene-0061.pkl.gz"
    if not path.exists():
        pytest.skip("no nuScenes here")
    found = world(path)
    first, state = found.reset()
    observation, _ = found.sense(first, state)
    seen = int(observation.lanes.seen[0, 0])
    centre, route = observation.lanes.centre[0, 0, :seen], observation.route[0]
    aside = [float(np.hypot(*(route - point).T).min()) for point in centre[centre[:, 0] > 0.0][:12]]
    assert max(aside) < 3.0


BEHIND = {"follower": track(2.0, 0.0, 10.0), "last": track(-16.0, 0.0, 10.0)}


def stopped(path: Path, **params: str) -> tuple[Logged, list[Scene]]:
    """The examined car stops before a follower that gives way."""
    found = world(path, others="reactive", seeds=2, **params)
    return found, driven(found, Stops())


def digest_of(scenes: list[Scene]) -> bytes:
    """All poses of all moments."""
    return b"".join(scene.xyz.tobytes() + scene.speed.tobytes() for scene in scenes)


def test_idm_traffic_drives_as_the_others_always_gave_way(tmp_path: Path) -> None:
    path = written(tmp_path, scene(**BEHIND))
    (plain, usual), (named, idm) = stopped(path), stopped(path, traffic="idm")
    assert digest_of(usual) == digest_of(idm)
    assert plain.told["traffic"] == named.told["traffic"] == "idm"


def test_people_drive_otherwise_than_idm_each_seed_its_own_and_twice_the_same(tmp_path: Path) -> None:
    path = written(tmp_path, scene(**BEHIND))
    found, human = stopped(path, traffic="human:us101")
    assert found.told["traffic"] == "human:us101"
    assert digest_of(human) == digest_of(stopped(path, traffic="human:us101")[1])
    assert digest_of(human) != digest_of(stopped(path, traffic="idm")[1])
    assert digest_of(human) != digest_of(stopped(path, traffic="human:lankershim")[1])
    manners = found.stage.manners
    assert not np.array_equal(manners[0], manners[1])
    assert len(np.unique(manners[:, 1:].reshape(-1, 4), axis=0)) > 2


def test_people_are_who_they_are_whatever_worlds_are_beside(tmp_path: Path) -> None:
    path = written(tmp_path, scene(**BEHIND))
    alone = world(path, others="reactive", traffic="human:us101").stage.manners
    assert np.array_equal(alone[0], world(path, others="reactive", seeds=3, traffic="human:us101").stage.manners[0])


def test_human_alone_is_told_with_the_site_that_was_taken(tmp_path: Path) -> None:
    path = written(tmp_path, scene())
    assert world(path, others="reactive", traffic="human").told["traffic"] == "human:us101"


@pytest.mark.parametrize(
    ("params", "told"),
    [
        ({"traffic": "human"}, "others=reactive"), ({"traffic": "idm", "others": "replay"}, "others=reactive"),
        ({"traffic": "mars", "others": "reactive"}, "human:us101"), ({"trafic": "idm"}, "traffic"),
    ],
)  # fmt: skip
def test_traffic_that_would_have_no_effect_is_refused(tmp_path: Path, params: dict[str, str], told: str) -> None:
    with pytest.raises(BadInput) as error:
        world(written(tmp_path, scene()), **params)
    assert told in str(error.value)


def test_passive_and_people_who_react_to_nobody_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="passive"):
        world(written(tmp_path, scene()), passive=True, others="reactive", traffic="human")
