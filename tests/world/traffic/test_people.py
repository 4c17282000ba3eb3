"""People as they drive: known drivers are found again, draws are the same each time, hostile words are refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.conduct.following import idm_accel
from aureole.core.errors import BadInput
from aureole.core.kinds import Kind
from aureole.core.noise import key, uniform
from aureole.world.logs.reading import load
from aureole.world.traffic.brains.manner import KINDS, MANNERS, Manner
from aureole.world.traffic.net.compiling import net_of
from aureole.world.traffic.net.net import Net
from aureole.world.traffic.people import changing, fitting, sites
from aureole.world.traffic.people.drawing import CROWD, at_share, drawn, peopled
from aureole.world.traffic.people.following import TEXTBOOK, predicted
from aureole.world.traffic.people.spreading import EDGES, histogram
from aureole.world.traffic.people.study import numbered, parts, studied
from aureole.world.traffic.people.watching import Chances, Windows, watch
from tests.world.logs.made_up import scene, track, written
from tests.world.traffic.maps import batch, drive, put, straight, touching

CALM, KEEN = np.array([30.0, 1.6, 2.5, 0.9, 1.5]), np.array([34.0, 0.7, 1.5, 1.8, 2.5])


def dice(stream: str, *shape: int) -> np.ndarray:
    return np.asarray(uniform(np.array([key("people", 0, stream)], np.uint64), 0, shape)[0])


def followed(drivers: np.ndarray, each: int, noise: float = 0.1) -> Windows:
    """Windows of simulated drivers, `each` of every one, behind leaders at all gaps and speeds."""
    count = len(drivers)
    driver = np.repeat(np.arange(count), each)
    speed = 5.0 + 20.0 * dice("speed", count * each)
    gap = 4.0 + 45.0 * dice("gap", count * each)
    lead = np.maximum(speed + 6.0 * (dice("lead", count * each) - 0.5), 0.0)
    found = Windows(driver, speed, gap, lead, np.zeros(count * each))
    accel = np.concatenate([
        predicted(Windows(*(column[driver == k] for column in found)), one[None])[0] for k, one in enumerate(drivers)
    ])  # fmt: skip
    return found._replace(accel=accel + noise * (dice("noise", count * each) - 0.5))


def test_the_model_of_the_fit_is_the_one_that_drives() -> None:
    windows = followed(np.array([CALM]), 20, noise=0.0)
    for k in range(20):
        v, gap, lead = (float(column[k]) for column in windows[1:4])
        meant = idm_accel(v, gap, lead, *(float(value) for value in CALM))
        assert windows.accel[k] == pytest.approx(max(meant, -8.0, -v / 2.0), abs=1e-12)


def test_one_known_driver_is_found_again() -> None:
    found = fitting.single(followed(np.tile(CALM, (40, 1)), 25), fitting.points())
    np.testing.assert_allclose(found[[1, 2, 3]], CALM[[1, 2, 3]], rtol=0.1)


def test_two_kinds_of_drivers_are_found_as_two() -> None:
    people = fitting.fit(followed(np.array([CALM, KEEN] * 30), 12)).people
    keen = people.drivers[:, 1] < 1.1
    assert people.share[keen].sum() == pytest.approx(0.5, abs=0.1)
    assert people.share @ people.drivers[:, 1] == pytest.approx(1.15, abs=0.15)


def test_people_foretell_mixed_drivers_better_than_one_driver_and_the_textbook() -> None:
    windows = followed(np.array([CALM, KEEN] * 30), 12)
    seen = windows.driver % 3 != 0
    told = fitting.held_out(
        fitting.fit(Windows(*(column[seen] for column in windows))), Windows(*(column[~seen] for column in windows))
    )
    assert max(told, key=lambda name: told[name]) == "people"


def test_expecting_never_lowers_the_likelihood() -> None:
    logs = -5.0 * dice("logs", 50, 20)
    totals = []
    for rounds in (1, 2, 5, 20):
        before, fitting.ROUNDS = fitting.ROUNDS, rounds
        try:
            totals.append(fitting.expect(logs)[1])
        finally:
            fitting.ROUNDS = before
    assert totals == sorted(totals)


def chosen_chances(count: int, values: np.ndarray) -> Chances:
    """Chances whose lines are crossed as known values say."""
    speed, own = 15.0 + 5.0 * dice("v", count), 5.0 + 60.0 * dice("own", count)
    there, lag = 1.0 + 60.0 * dice("there", count), 0.5 + 50.0 * dice("lag", count)
    ahead = np.stack((own, speed - 2.0 * dice("slow", count), there, speed + 0.0 * own), axis=1)
    back = np.stack((lag, speed - 1.0, lag + 5.0 + there), axis=1)
    chances = Chances(np.arange(count), speed, ahead, back, np.zeros(count, np.bool_))
    odds = changing.chance(changing.case_of(chances, CALM), values)
    return chances._replace(taken=dice("taken", count) < odds)


def test_how_lanes_are_changed_is_found_again() -> None:
    known = np.array([2.0, 0.8, 0.5, 3.0])
    made = changing.fit(chosen_chances(20_000, known), CALM)
    assert made is not None
    np.testing.assert_allclose(made.values[[0, 1]], known[[0, 1]], rtol=0.25)
    assert np.isfinite(made.error[:2]).all()


def test_of_few_changes_nothing_is_fitted() -> None:
    assert changing.fit(chosen_chances(50, np.array([30.0, 0.5, 0.5, 3.0])), CALM) is None


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(allow_nan=True, allow_infinity=True), max_size=40), st.sampled_from(sorted(EDGES)))
def test_a_histogram_loses_no_sample(values: list[float], name: str) -> None:
    told = histogram(np.array(values, np.float64), name)
    assert sum(told["counts"]) + told["below"] + told["above"] + told["none"] == len(values)
    assert len(told["edges"]) == len(told["counts"]) + 1


def test_a_vehicle_that_two_recordings_show_has_one_number() -> None:
    known: dict[int, int] = {}
    first = numbered(np.array([[5, 6, 7], [0, 0, 0]]), known, 0)
    again = numbered(np.array([[0, 0, 0], [6, 7, 8]]), known, 2)
    assert again[1] == first[0]
    assert len({int(first[0]), int(first[1]), int(again[0])}) == 3


def test_recordings_that_show_the_same_vehicle_are_in_one_part() -> None:
    part, kind = parts([np.array([0, 1]), np.array([1, 2]), np.array([3, 4]), np.array([5]), np.array([6, 7])])
    assert kind == "recordings"
    assert part[0] == part[2]
    assert len(set(part.tolist())) == 3


def test_where_all_recordings_show_the_same_vehicles_those_are_parted() -> None:
    assert parts([np.array([0, 1]), np.array([1, 2]), np.array([2, 3])])[1] == "vehicles"


def test_a_known_recording_tells_nothing_again(tmp_path: Path) -> None:
    speed = 10.0 + np.sin(0.1 * np.arange(61))
    velocity = np.column_stack((speed, np.zeros(61)))
    found = load(written(tmp_path, scene(other=track(60.0, 0.0, 9.0), wavy=track(120.0, 0.0, 10.0, velocity=velocity))))
    first = watch(found)
    again = watch(found, np.unique(first.token))
    assert first.seconds > again.seconds


def test_a_follower_and_its_gap_are_seen(tmp_path: Path) -> None:
    told = watch(load(written(tmp_path, scene(other=track(60.0, 0.0, 10.0)))))
    assert told.windows.gap == pytest.approx(40.0 - 4.6)
    assert told.windows.speed == pytest.approx(10.0)
    assert told.changes == 0


def test_too_little_is_told_and_not_fitted(tmp_path: Path) -> None:
    (one,) = studied([("scene.pkl", load(written(tmp_path, scene())))])
    assert (one.site, one.people, one.changing) == ("scene", None, None)


def test_the_same_key_draws_the_same_drivers_whoever_else_is_drawn() -> None:
    site, keys = sites.sites()["us101"], np.array([key("case", seed, "traffic") for seed in range(4)], np.uint64)
    whole = drawn(site, keys, 30)
    assert np.array_equal(drawn(site, keys[2:3], 30)[0], whole[2])
    assert not np.array_equal(whole[0], whole[1])
    assert len(np.unique(whole[0][:, 1])) > 5


def test_drawn_drivers_have_the_shares_of_their_site() -> None:
    site = sites.sites()["us101"]
    many = at_share(site, (np.arange(20_000) + 0.5) / 20_000)
    assert many.mean(axis=0) == pytest.approx(site.share @ site.table, rel=0.01)


@pytest.mark.parametrize("name", sorted(sites.sites()))
def test_every_site_foretells_better_than_the_textbook(name: str) -> None:
    site = sites.sites()[name]
    assert site.held_out["people"] > max(value for model, value in site.held_out.items() if model != "people")
    assert site.share.sum() == pytest.approx(1.0)
    assert (np.array(site.low) <= np.array(site.typical) + 0.5).all()


def test_people_drive_cars_and_leave_lorries_alone(tmp_path: Path) -> None:
    net = peopled(net_of(straight(tmp_path, 500.0)), sites.sites()["us101"])
    assert len(net.manner) == KINDS + CROWD
    assert np.array_equal(net.manner[Kind.TRUCK], MANNERS[Kind.TRUCK])
    assert (net.manner[KINDS:, Manner.WHIM] > 0.0).all()


def test_people_behind_a_leader_who_brakes_hit_nobody_drive_otherwise_and_twice_the_same(tmp_path: Path) -> None:
    plain = net_of(straight(tmp_path, 9000.0))

    def driven(net: Net) -> np.ndarray:
        agents = batch(1, 12)
        agents.key[0] = np.arange(12, dtype=np.uint64) << np.uint64(32)  # twelve different drivers of the crowd
        for k in range(12):
            put(net, agents, 0, k, 0, 600.0 - 35.0 * k, speed=15.0, wish=15.0 if k == 0 else 20.0)
        drive(net, agents, 600)
        agents.wish[0, 0] = 5.0
        drive(net, agents, 600, first=600)
        assert not touching(agents)
        return agents.x.copy()

    people = peopled(plain, sites.sites()["us101"])
    assert np.array_equal(driven(people), driven(people))
    assert not np.array_equal(driven(people), driven(plain))


@pytest.mark.parametrize("word", ["", "people", "human:", "human:mars", "IDM", "human:us101 ", "../us101"])
def test_unknown_traffic_is_refused_with_what_there_is(word: str) -> None:
    with pytest.raises(BadInput, match="human:us101"):
        sites.vet(word)


def test_human_alone_means_those_of_the_log_or_of_the_usual_site() -> None:
    assert sites.chosen("human", "USA_Lanker-1_2_T-1.xml.gz") == "lankershim"
    assert sites.chosen("human", "scene.pkl") == "us101"
    assert sites.chosen("idm", "USA_Lanker-1_2_T-1.xml.gz") is None


@pytest.mark.slow
def test_real_people_are_foretold_better_than_by_the_textbook(data: Path) -> None:
    files = sorted((data / "log-ngsim-commonroad").glob("USA_Lanker-*.xml.gz"))
    if not files:
        pytest.skip("no NGSIM recordings")
    (one,) = studied([(file.name, load(file)) for file in files])
    assert one.held_out is not None
    assert one.held_out["people"] > max(one.held_out[name] for name in ("textbook", "constant speed", "normal"))
    assert TEXTBOOK[1] > one.people.share @ one.people.drivers[:, 1]  # type: ignore[union-attr]
