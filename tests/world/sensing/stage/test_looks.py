"""What is on a stage can be told apart in a picture."""

import numpy as np
import pytest

from aureole.core.errors import BadInput
from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.world.sensing.stage.light import DAY, WEATHERS, light_of, weather
from aureole.world.sensing.stage.paving import temporary
from aureole.world.sensing.stage.pictures import ORDER, number_of, pictures
from aureole.world.sensing.stage.seen import SIGN_NAMES, Seen
from tests.world.sensing import shown

SIZES = {
    Kind.CAR: (4.6, 1.8, 1.45),
    Kind.VAN: (5.4, 2.0, 2.3),
    Kind.TRUCK: (9.0, 2.5, 3.6),
    Kind.BUS: (12.0, 2.5, 3.1),
    Kind.MOTORBIKE: (2.1, 0.8, 1.5),
    Kind.BICYCLE: (1.8, 0.6, 1.75),
    Kind.PEDESTRIAN: (0.5, 0.6, 1.8),
    Kind.ANIMAL: (1.4, 0.5, 1.2),
    Kind.CONE: (0.4, 0.4, 0.75),
    Kind.BARRIER: (2.0, 0.5, 0.9),
    Kind.TRAILER: (7.0, 2.5, 3.0),
}
CLASSES = {
    Kind.CAR: Seen.CAR, Kind.VAN: Seen.CAR, Kind.TRUCK: Seen.LORRY, Kind.BUS: Seen.BUS, Kind.MOTORBIKE: Seen.MOTORBIKE,
    Kind.BICYCLE: Seen.BICYCLE, Kind.PEDESTRIAN: Seen.PERSON, Kind.ANIMAL: Seen.ANIMAL, Kind.CONE: Seen.CONE,
    Kind.BARRIER: Seen.BARRIER, Kind.TRAILER: Seen.LORRY,
}  # fmt: skip


def picture(things, *, signals=(), name="day", columns=128):
    stage = shown.stage([[shown.thing(0, 0, 0), *things]], signals, WEATHERS[name])
    return shown.camera(columns, columns * 9 // 16).see(stage, shown.eye())


@pytest.mark.parametrize("kind", SIZES)
@pytest.mark.parametrize("turn", [0.0, 1.3])
def test_every_kind_fills_much_of_its_box_and_nothing_beyond(kind, turn):
    length, width, height = SIZES[kind]
    ahead = 9.0 + length
    found = picture([shown.thing(kind, ahead, -1.0, turn, SIZES[kind])])
    own = found.name[0] == 1
    assert set(np.unique(found.seen[0][own]).tolist()) == {CLASSES[kind]}
    box = (
        picture(
            [shown.thing(Kind.OBSTACLE, ahead, -1.0, turn, (1.12 * length, 1.25 * width + 0.3, 1.08 * height))]
        ).name[0]
        == 1
    )
    assert own.sum() > 0.15 * box.sum()
    assert (own & ~box).sum() <= 0.03 * own.sum() + 1


def test_a_burning_brake_lamp_is_redder_than_one_that_is_off():
    off, on = (picture([shown.thing(Kind.CAR, 10.0, -1.0, lamps=lamps)]).image[0].astype(int) for lamps in (0, 4))
    changed = np.abs(on - off).max(axis=2) > 20
    assert changed.any()
    assert (on[changed][:, 0] > on[changed][:, 2] + 60).all()


def test_an_indicator_burns_on_its_own_side():
    off, left = (picture([shown.thing(Kind.CAR, 10.0, -1.0, lamps=lamps)]).image[0].astype(int) for lamps in (0, 1))
    columns = np.flatnonzero((np.abs(left - off).max(axis=2) > 20).any(axis=0))
    assert len(columns)
    assert columns.max() < 64


def signal(kind, *, state=0, value=0.0, left=-3.0):
    return [kind, state, value, 9.0, left, 1.6, 0.0, 0.0, number_of(kind, state, value), 0.85]


def test_a_sign_shows_its_face_to_its_own_traffic_and_a_grey_back_to_the_other():
    front = picture([], signals=[signal(SignalKind.STOP)])
    turned = signal(SignalKind.STOP)
    turned[6] = np.pi
    back = picture([], signals=[turned])
    for found, reds in ((front, True), (back, False)):
        face = found.image[0][(found.seen[0] == Seen.SIGN) & (found.name[0] == SIGN_NAMES)].astype(int)
        assert len(face) > 10
        assert ((face[:, 0] > face[:, 2] + 60).mean() > 0.4) == reds


def test_the_lamp_that_burns_is_the_one_of_the_state():
    red, green = (picture([], signals=[signal(SignalKind.LIGHT, state=state)]).image[0].astype(int)
                  for state in (SignalState.RED, SignalState.GREEN))  # fmt: skip
    reds, greens = (np.argwhere(image[:, :, a] > image[:, :, b] + 90) for image, a, b in ((red, 0, 1), (green, 1, 0)))
    assert len(reds)
    assert len(greens)
    assert reds[:, 0].mean() < greens[:, 0].mean()


def test_every_signal_has_a_face_of_its_own():
    faces = pictures()
    assert len({face.tobytes() for face in faces}) == len(ORDER)
    assert number_of(SignalKind.LIMIT, 0, 80.0 / 3.6) == ORDER.index("limit80")
    assert number_of(SignalKind.PADDLE, SignalState.SLOW, 0.0) == ORDER.index("slow")


@pytest.mark.parametrize("name", WEATHERS)
def test_weathers_differ_and_none_is_black_or_white(name):
    found = picture([shown.thing(Kind.CAR, 12.0, -1.0)], name=name).image[0]
    assert found.std() > 4.0
    assert 3.0 < found.mean() < 235.0


def test_night_is_darker_than_day_and_headlamps_light_the_road_ahead():
    day, night = (picture([], name=name).image[0].astype(float) for name in ("day", "night"))
    assert night.mean() < 0.5 * day.mean()
    near, aside = night[52:60, 60:68].mean(), night[40:44, 2:8].mean()
    assert near > 2.0 * aside


def test_fog_hides_what_is_far():
    shown_car, hidden = (
        picture([shown.thing(Kind.TRUCK, 160.0, -1.0, 0.0, (9.0, 2.5, 3.6))], name=name) for name in ("day", "fog")
    )
    for found, sharp in ((shown_car, True), (hidden, False)):
        own = found.name[0] == 1
        contrast = np.abs(
            found.image[0][own].astype(float).mean(axis=0) - found.image[0][30:34, 2:20].reshape(-1, 3).mean(axis=0)
        ).max()
        assert (contrast > 25.0) == sharp


def test_a_temporary_line_is_yellow_over_what_was_there():
    line = temporary([(0.0, -2.0), (60.0, -2.0)])
    stage = shown.stage([[shown.thing(0, 0, 0)]])
    from aureole.world.sensing.stage.paving import listed

    ground = stage.ground._replace(first=np.zeros_like(stage.ground.first), listed=np.zeros(0, np.int32))
    found = shown.camera(128, 72).see(
        stage._replace(ground=listed(ground, np.concatenate([stage.ground.strokes, line]))), shown.eye()
    )
    painted = found.image[0][found.seen[0] == Seen.MARKING].astype(int)
    assert (painted[:, 0] > painted[:, 2] + 60).any()
    assert (abs(painted[:, 0] - painted[:, 2]) < 30).any()


def test_a_weather_out_of_range_or_unknown_is_refused():
    with pytest.raises(BadInput, match="there is no weather 'hail'"):
        weather("hail")
    with pytest.raises(BadInput, match="visibility"):
        light_of(type(DAY)(visibility=float("nan")))
