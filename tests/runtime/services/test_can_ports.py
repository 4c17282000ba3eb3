"""A drive over a CAN bus between services: what comes in, what goes out, and what becomes of strangers' frames."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("can", reason="python-can is not installed: pip install 'aureole[can]'")
pytest.importorskip("cantools", reason="cantools is not installed: pip install 'aureole[can]'")
pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[can]'")

from aureole.core.errors import BadInput, Trouble
from aureole.runtime.clock import Monotonic
from aureole.runtime.services.can import PlantService, Sensing, greet
from aureole.runtime.services.ports import ActuatorService, Came, Gate, PortService
from aureole.runtime.services.service import Call
from aureole.vehicle.ports import keys
from aureole.vehicle.ports.actuation import State
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.port import CanPort
from aureole.vehicle.ports.requests import Felt
from aureole.vehicle.ports.sealing import Fate
from tests.runtime.services.drives import Case
from tests.vehicle.ports.joined import CAR, TICK, Pair, command


class Silent:
    """A port behind which nothing happens."""

    def __init__(self):
        self.written = []

    def read(self, now):
        return None

    def write(self, command, now):
        self.written.append(now)


class Sent:
    """Writers that keep what they are given."""

    def __init__(self):
        self.words = []

    def put(self, word, stamp):
        self.words.append((word, stamp))


def call(now, fresh=(), **words):
    out = {"observation": Sent()}
    return Call(now, now, words, dict.fromkeys(words, now), frozenset(fresh), out)


def test_without_a_word_nothing_is_written_and_nothing_comes_in():
    port = Silent()
    gate = Gate(lambda _: port)
    looked, asked = PortService(gate, None), ActuatorService(gate, {})
    about = call(5 * TICK)
    assert looked.serve(about, looked.begin()) == Came(5 * TICK)
    assert about.out["observation"].words == []
    asked.serve(call(TICK), asked.begin())
    assert port.written == []


def test_a_command_is_written_once_though_the_service_is_called_again():
    port = Silent()
    asked = ActuatorService(Gate(lambda _: port), {})
    memory = asked.serve(call(TICK, ["command"], command=command(TICK)), asked.begin())
    asked.serve(call(2 * TICK, command=command(TICK)), memory)
    assert port.written == [TICK]


def test_a_command_that_is_no_number_is_told_and_not_sent(pair):
    asked = ActuatorService(Gate(lambda _: pair.port), {})
    asked.serve(call(TICK, ["command"], command=command(TICK, steer=np.nan)), asked.begin())
    assert pair.plant.listen(TICK) == 0
    assert asked.notices[0][0] == "bus"
    assert "steer nan" in asked.notices[0][1]


def test_both_ends_greet_each_other_before_all_time(pair):
    def listen(now, wait):
        pair.plant.listen(now, 0.0)
        pair.port.listen(now, 0.0)

    pair.plant.pace = pair.port.pace = lambda _: Monotonic().now()
    assert greet(listen, lambda: pair.plant.greeted and pair.port.opener.synchronised, Monotonic(), 5.0)
    pair.port.write(command(0), 0)
    assert pair.plant.listen(0) == 3  # the first request of all is obeyed


def test_an_end_that_nobody_answers_gives_up(pair):
    assert not greet(pair.port.listen, lambda: pair.port.opener.synchronised, Monotonic(), 0.05)


def observation(stamp):
    from aureole.vehicle.ports.requests import seen

    return seen(Felt(np.nan, np.nan, np.nan, np.nan), stamp)


def test_what_was_seen_is_joined_with_what_was_felt_at_the_same_moment(pair):
    pair.cycle(3)
    sensing = Sensing(pair.port, Monotonic(), 0.0, strict=True)
    for speed in (11.0, 12.0, 13.0):
        pair.now += TICK
        pair.felt = Felt(speed, 0.0, 0.0, 0.0)
        pair.plant.report(pair.felt, (0.0,) * 4, pair.now)
    sensing.look(observation(pair.now - TICK))
    assert sensing.read(pair.now).ego.speed[0] == 12.0


def test_a_lost_motion_is_bridged_on_the_road_and_stops_a_drive_by_logical_time(pair):
    pair.cycle(3)
    lenient, strict = (Sensing(pair.port, Monotonic(), 0.0, strict=strict) for strict in (False, True))
    lenient.look(observation(pair.now + 2 * TICK))
    assert lenient.read(pair.now).ego.speed[0] == 10.0
    lenient.look(observation(pair.now + 3 * TICK))
    assert lenient.read(pair.now) is None  # older than that it does not stand for the present
    strict.look(observation(pair.now + TICK))
    with pytest.raises(Trouble, match="no motion of the car at"):
        strict.read(pair.now)


def test_an_actuator_that_does_not_obey_is_told_by_its_name_in_vss(pair):
    asked = ActuatorService(Gate(lambda _: pair.port), {"steer": "Vehicle.Steer"})
    memory = asked.begin()
    for _ in range(100):
        pair.now += TICK
        word = command(pair.now, steer=0.3)
        memory = asked.serve(call(pair.now, ["command"], command=word), memory)
        pair.answer()
    told = [text for what, text in asked.notices if what == "actuation" and text.startswith("Vehicle.Steer")]
    assert told == [f"Vehicle.Steer {state}" for state in (State.SENT, State.ACCEPTED, State.TIMED_OUT)]


def test_an_actuator_that_says_it_cannot_is_told_and_told_again_when_it_can(pair):
    asked = ActuatorService(Gate(lambda _: pair.port), {})
    memory = asked.begin()
    for k in range(60):
        pair.plant.health["SteerRequest"] = 2 if 20 <= k < 40 else 0
        pair.now += TICK
        pair.felt = Felt(10.0, 1.0, 0.0, 0.1)
        memory = asked.serve(call(pair.now, ["command"], command=command(pair.now)), memory)
        pair.answer()
    told = [text for what, text in asked.notices if text.startswith("steer")]
    assert told[-2:] == ["steer failed", "steer reached"]


def test_every_start_of_an_end_has_a_trip_of_its_own_and_the_key_of_its_letter():
    import os

    given = keys.Given(bytes(range(16)), boots=2)
    letter = keys.letter(given)
    trips = []
    for _ in range(3):
        key, messages = keys.opened(os.dup(letter))
        trips.append(messages.trip)
        assert key == given.key
    os.close(letter)
    assert trips == [2 * keys.STARTS + k for k in (1, 2, 3)]


def test_a_key_that_others_can_read_is_refused_and_a_boot_is_counted_on_disk(tmp_path):
    from aureole.vehicle.ports.freshness import begin

    path = tmp_path / "key"
    path.write_text("00" * 16)
    path.chmod(0o644)
    with pytest.raises(BadInput, match="by others than its owner"):
        keys.from_file(path)
    path.chmod(0o600)
    with pytest.raises(BadInput, match="trips"):
        keys.from_file(path)
    begin(tmp_path / "key.trips")
    assert [keys.from_file(path).boots for _ in range(2)] == [1, 2]
    path.write_text("00" * 15)
    with pytest.raises(BadInput, match="no AES-128 key"):
        keys.from_file(path)


@pytest.fixture
def pair():
    found = Pair()
    yield found
    found.close()


class Car:
    """A world as the car at the other end of a pair's bus, called as its node would."""

    def __init__(self, pair):
        self.case = Case("cut-in", "rules", 10.0)
        self.service = PlantService(self.case.world, lambda _: pair.plant, Monotonic(), strict=False)
        self.service.take(-1)
        self.memory, self.now, self.pair = self.service.begin(), 0, pair

    def step(self, **asked):
        """Ask for something, or nothing at all; the speed after it, m/s."""
        if asked:
            stamp = 0 if self.memory.place.scene is None else self.memory.place.scene.stamp.item()
            self.pair.port.write(command(stamp, lamps=0, **asked), stamp)
        out = {"scene": Sent(), "sensed": Sent()}
        self.memory = self.service.serve(Call(self.now, self.now, {}, {}, frozenset(), out), self.memory)
        self.pair.port.listen(self.now)
        self.now += TICK
        self.sent = out
        return self.memory.place.scene.speed[0, 0].item()


def test_a_car_whose_requests_cease_stays_until_the_first_and_brakes_fully_after_the_last(pair):
    car = Car(pair)
    before = [car.step() for _ in range(5)][-1]
    assert car.memory.place.scene.stamp.item() == 0
    for _ in range(20):
        held = car.step(steer=0.0, accel=0.0, span=100_000_000)
    assert held == pytest.approx(before, abs=0.05)
    for _ in range(100):
        left = car.step()
    assert held - left > 4.0  # 0.9 s of full braking, less what it takes to build up
    assert not pair.plant.obeys(car.memory.place.scene.stamp.item())


def test_what_sensors_saw_leaves_without_what_the_car_felt(pair):
    car = Car(pair)
    car.step()
    word, _ = car.sent["sensed"].words[0]
    assert np.isnan(word.ego.speed[0])
    assert word.lanes.present.any()


def test_forged_replayed_and_broken_requests_move_nothing(pair):
    thief, car = pair.wire(), Car(pair)
    for _ in range(10):
        car.step(steer=0.0, accel=0.0)
    taken = [(number, data) for number, data in thief.drain() if number < 0x110]
    asked, refused = pair.plant.setpoints(car.now), pair.plant.refused
    liar = CanPort(pair.wire(), CAR, bytes(16), Messages(9))
    liar.write(command(car.now, steer=-0.5, accel=4.0), car.now)
    for number, data in taken[:6]:
        thief.send(number, data)
        thief.send(number, data[:4] + bytes([data[4] ^ 1]) + data[5:])
    pair.plant.listen(car.now)
    assert pair.plant.setpoints(car.now) == asked
    fates = {fate for _, fate in pair.plant.opener.counts}
    assert {Fate.ERROR, Fate.REPLAYED, Fate.WRONG_KEY} <= fates
    assert pair.plant.refused >= refused + 12


def test_a_dropped_request_is_bridged_by_the_one_before_it(pair):
    car = Car(pair)
    for k in range(30):
        car.step(steer=0.0, accel=0.0)
        if k == 20:
            before = pair.plant.opener.lost["SteerRequest"]
            pair.port.write(command(car.now), car.now)
            list(pair.plant.wire.drain())  # nobody hears it
    assert pair.plant.opener.lost["SteerRequest"] == before + 1
    assert pair.plant.obeys(car.memory.place.scene.stamp.item())
