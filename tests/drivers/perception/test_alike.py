"""What kernels of perception give is what the plain formulas give, bit for bit."""

import dataclasses

import numpy as np
import pytest

from aureole.core.noise import uniform
from aureole.drivers.perception import decode, eyes, lanes, look, network, words
from aureole.drivers.perception.remembered import outside, told, tracking
from aureole.drivers.perception.table import FIELDS, HEAT, THINGS
from aureole.vehicle.cars import load
from tests.drivers.perception import clear, clearly

SEDAN = load("sedan")
EYES = eyes.eyes_of(SEDAN)
SIGHT = look.sight_of(EYES)


def drawn(number, *shape, low=0.0, high=1.0):
    """Even numbers of a stream of their own."""
    return low + (high - low) * uniform(np.array([number], np.uint64), 0, shape)[0]


def bent():
    """Eyes whose lenses distort and that look down."""
    sensors = tuple(
        one if one.optics is None or not one.optics.eye
        else dataclasses.replace(one, optics=dataclasses.replace(one.optics, k1=-0.06, k2=0.005, pitch=0.1))
        for one in SEDAN.sensors
    )  # fmt: skip
    return eyes.eyes_of(dataclasses.replace(SEDAN, sensors=sensors))


def places(number, count=400):
    """Places around a car, some of them under an eye or far above it."""
    return np.column_stack(
        (drawn(number, count, 2, low=-60.0, high=60.0), drawn(number + 1, count, low=-1.0, high=4.0))
    )


@pytest.mark.parametrize("who", [EYES, bent()], ids=["straight", "bent"])
def test_places_are_seen_alike(who):
    xyz = places(1)
    for found, wanted in zip(eyes.seen_at(who, xyz), clear.seen_at(who, xyz), strict=True):
        assert found.tobytes() == wanted.tobytes()


@pytest.mark.parametrize("blind", [(False,) * 4, (True, False, False, False), (False, True, True, False), (True,) * 4])
@pytest.mark.parametrize("who", [EYES, bent()], ids=["straight", "bent"])
def test_places_are_looked_up_alike(who, blind):
    for xyz in (places(3), look.ground_places()):
        (grid, known), (wanted, seen) = (
            eyes.sampled(who, xyz, blind),
            clear.sampled(who, xyz, blind),
        )
        assert grid.tobytes() == wanted.tobytes()
        assert known.tobytes() == seen.tobytes()
        assert known.any() != all(blind)


def route(bend=0.02, ends=32, heading=0.0):
    """A route of 32 points that bends, lies beside the car, and ends after some."""
    turn = heading + bend * np.arange(32)
    found = np.stack((5.0 * np.cumsum(np.cos(turn)) - 6.0, 5.0 * np.cumsum(np.sin(turn)) + 0.7), axis=-1)
    found[ends:] = found[ends - 1]
    return found.astype(np.float32)


ROUTES = {
    "bends": route(), "ends": route(-0.05, 12), "is short": route(0.1, 2), "is a point": route(0.0, 1),
    "turns round": route(0.24), "leads back": route(-0.02, heading=3.1), "is none": np.zeros((32, 2), np.float32),
    "is no number": np.full((32, 2), np.nan, np.float32), "lies far": route() + np.float32(300.0),
}  # fmt: skip


@pytest.mark.parametrize("name", ROUTES)
def test_lines_lie_alike(name):
    found, wanted = lanes.line_of(ROUTES[name]), clear.line_of(ROUTES[name])
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one, other)
    xy = places(11)[:, :2]
    for one, other in zip(lanes.beside(found, xy), clear.beside(wanted, xy), strict=True):
        assert one.tobytes() == other.tobytes()


def test_the_grid_of_lanes_lies_alike():
    line = lanes.line_of(route())
    assert lanes.grid_of(line).tobytes() == clear.grid_of(line).tobytes()


def test_what_is_no_number_is_counted():
    numbers = drawn(13, 1000, low=-1e3, high=1e3).astype(np.float32)
    numbers[:4] = 0.0, -0.0, np.finfo(np.float32).max, 1e-45
    assert network.unreal(numbers) == 0
    numbers[[5, 70, 700, 999]] = np.nan, np.inf, -np.inf, -np.nan
    assert network.unreal(numbers) == 4


@pytest.mark.parametrize("steps", [8.0, 1e4], ids=["many equals", "hardly any"])
def test_peaks_are_found_alike(steps):
    heat = (np.round(steps * drawn(5, 4, HEAT, 16, 40)) / steps - 0.5).astype(np.float32)
    lowest, new = drawn(6, HEAT, low=-0.6, high=0.6), np.array([True, False, True, True])
    masked = np.where(new[:, None, None, None], heat, np.float32(-1e3))
    found, wanted = decode.hottest(heat, lowest, new), clear.peaks(masked, lowest)
    assert len(wanted[0]) > 100
    for one, other in zip(found, wanted, strict=True):
        assert np.array_equal(one, other)


def table(number, count, spread=12.0):
    """Things of a look, the surest first, some of them twice."""
    found = drawn(number, count, decode.SEEN)
    found[:, decode.D_SURE] = np.sort(found[:, decode.D_SURE])[::-1]
    found[:, decode.D_CLASS] = np.floor(HEAT * found[:, decode.D_CLASS] ** 2)
    found[:, decode.D_EYE] = np.floor(4.0 * found[:, decode.D_EYE])
    found[:, decode.D_X : decode.D_HEADING] = spread * (found[:, decode.D_X : decode.D_HEADING] - 0.3)
    found[:, decode.D_HEADING] *= 3.0
    found[:, decode.D_LENGTH : decode.D_VX] *= 9.0
    return found


def test_what_is_seen_twice_is_left_out_alike():
    rows = table(9, 120)
    found, wanted = decode.single(rows), clear.single(rows)
    assert 20 < len(found) < 100
    assert found.tobytes() == wanted.tobytes()


def test_nothing_seen_is_nothing():
    assert decode.single(np.zeros((0, decode.SEEN))).shape == (0, decode.SEEN)


def answer(number, calm=3.0):
    """What a network says of four eyes, with a few dozen peaks; and a calibration."""
    heat = (drawn(number, 4, HEAT, 16, 40, low=-9.0, high=-4.0)).astype(np.float32)
    hot = drawn(number + 1, *heat.shape) < 5e-4
    heat[hot] = drawn(number + 2, int(hot.sum()), low=-1.0, high=5.0)
    fields = drawn(number + 3, 4, FIELDS, 16, 40, low=-calm, high=calm).astype(np.float32)
    calibration = np.column_stack((drawn(number + 4, HEAT, low=0.7, high=1.5), drawn(number + 5, HEAT, low=-0.3)))
    return {"heat": heat, "fields": fields}, calibration.astype(np.float32)


@pytest.mark.parametrize("calm", [3.0, 60.0], ids=["usual", "beyond all bounds"])
@pytest.mark.parametrize("new", [None, np.array([True, False, True, True])], ids=["all", "three"])
def test_what_the_network_says_is_read_alike(new, calm):
    said, calibration = answer(310, calm)
    found = decode.seen(said, EYES, SIGHT.aims, calibration, new)
    wanted = clearly.seen(said, EYES, SIGHT.aims, calibration, new)
    assert 20 < len(found) <= decode.MOST
    assert len(np.unique(found[:, decode.D_CLASS] < 8)) == 2  # road users and signals
    assert found.tobytes() == wanted.tobytes()


def test_what_is_seen_is_turned_into_the_frame_of_the_odometry_alike():
    rows, pose = table(330, 70, 80.0), np.array([12.0, -7.0, 2.1])
    found, wanted, spread = rows.copy(), rows.copy(), np.empty((len(rows), 2, 2))
    outside.abroad(found, pose, spread)
    assert spread.tobytes() == clearly.abroad(wanted, pose).tobytes()
    assert found.tobytes() == wanted.tobytes()
    assert np.abs(found - rows).max() > 1.0


def test_the_own_lane_is_mixed_with_what_was_known_alike():
    line, stations = lanes.line_of(route()), lanes.STATIONS
    mixes = 0
    for k, off in enumerate((0.0, 0.4, 1.1, 4.0, 30.0)):
        said = {
            "lane": drawn(340 + k, len(stations), 3, low=-1.0).astype(np.float32) + np.float32([1.7, -1.7, 0.0]),
            "facts": np.full(28, 0.4, np.float32),
        }  # fmt: skip
        xy = lanes.at(line, stations - 0.3 * off, np.full(len(stations), off))
        xy[7:9] = xy[6]
        before = lanes.Lane(xy, np.full(len(stations), 1.6), 0.2 * k)
        found, wanted = lanes.own_lane(said, line, before), clearly.own_lane(said, line, before)
        assert found[0].tobytes() == wanted[0].tobytes()
        assert found[1].tobytes() == wanted[1].tobytes()
        mixes += int((found[0] != lanes.own_lane(said, line, before._replace(known=0.0))[0]).sum())
    assert mixes > 20


def remembered(looks=14, count=90):
    """Things after some looks, with the plain formulas: all rows in use, some hidden, some forgotten."""
    things = tracking.nothing()
    for k in range(looks):
        seen = table(20 + k, count if k % 3 else 20, 30.0)
        plain = drawn(60 + k, tracking.KEPT) < 0.5
        things = clear.updated(clear.moved(things, 0.1), seen, clearly.spreads(seen, (0.0, 0.0)), 0.1 * k, plain)
    return things


def test_things_move_on_alike():
    things = remembered()
    assert (things.rows[:, tracking.K_ID] >= 0.0).sum() > 30
    for span in (0.0, 0.1, 0.37):
        assert tracking.moved(things, span).rows.tobytes() == clear.moved(things, span).rows.tobytes()


def test_things_are_told_to_be_what_was_seen_alike():
    found = wanted = tracking.nothing()
    again = 0
    for k in range(30):
        seen = table(100 + k % 7, 60 if k % 4 else 0, 30.0)
        spread, plain = clearly.spreads(seen, (0.0, 0.0)), drawn(200 + k, tracking.KEPT) < 0.5
        found = tracking.updated(tracking.moved(found, 0.1), seen, spread, 0.1 * k, plain)
        wanted = clear.updated(clear.moved(wanted, 0.1), seen, spread, 0.1 * k, plain)
        assert found.rows.tobytes() == wanted.rows.tobytes()
        assert found.next_id == wanted.next_id
        again += int((found.rows[:, tracking.K_ID] < wanted.next_id - 60).sum())
    assert again > 100  # matched, not begun anew each time


def test_what_stands_in_plain_sight_is_told_alike():
    rows, pose, fresh = remembered().rows, np.array([2.0, -1.0, 0.3]), np.array([True, True, False, True])
    rows[10:14, tracking.K_ID] = -1.0
    rows[:, tracking.K_X : tracking.K_Y + 1] = drawn(70, tracking.KEPT, 2, low=-50.0, high=50.0)
    rows[:, tracking.K_LENGTH : tracking.K_WIDTH + 1] *= 0.3
    found = look.in_plain_sight(rows, SIGHT, fresh, pose)
    assert 5 < found.sum() < 60
    assert np.array_equal(found, clear.in_plain_sight(rows, SIGHT, fresh, pose))


@pytest.mark.parametrize("number", range(6))
def test_what_is_remembered_is_told_alike(number):
    rows = remembered(3 + 2 * number).rows
    rows[:, tracking.K_CLASS] = np.floor(drawn(300 + number, tracking.KEPT, low=0.0, high=len(THINGS) + 3.0))
    rows[:, tracking.K_TOLD] = drawn(310 + number, tracking.KEPT) < 0.8
    rows[:, tracking.K_SURE] = drawn(320 + number, tracking.KEPT, low=-0.1, high=1.1)
    rows[:, tracking.K_VX] *= 0.2
    rows[5, tracking.K_X : tracking.K_Y + 1] = rows[9, tracking.K_X : tracking.K_Y + 1]  # as near as each other
    pose = np.array([2.0, -1.0, 0.3 + number])
    near = told.in_frame(rows, pose)
    assert near.tobytes() == clearly.in_frame(rows, pose).tobytes()
    assert len(near) > 10
    found, wanted = ((words.no_tracks(2), words.no_objects(2)) for _ in range(2))
    told.tell_users(near, *found, 1)
    clearly.tell_users(near, *wanted, 1)
    for one, other in zip(found, wanted, strict=True):
        assert all(one[name].tobytes() == other[name].tobytes() for name in other)
    assert found[0]["present"][1].sum() > 5
    assert found[1]["present"][1].sum() > 0


def test_nobody_is_told_where_nobody_is_remembered():
    near = told.in_frame(tracking.nothing().rows, np.zeros(3))
    tracks, objects = words.no_tracks(1), words.no_objects(1)
    told.tell_users(near, tracks, objects, 0)
    assert not tracks["present"].any()
    assert not objects["present"].any()
