"""The school of perception on a handful of frames: it learns, can be stopped, and its file gives what torch gives."""

import json

import numpy as np
import pytest

from tests.learn.perception.made import EYES, kept
from tests.learn.perception.made import frames as made

torch = pytest.importorskip("torch")

from aureole.core.errors import BadInput  # noqa: E402
from aureole.core.kinds import SignalKind, SignalState  # noqa: E402
from aureole.drivers.perception.decode import D_CLASS, D_SURE, D_X, SEEN  # noqa: E402
from aureole.drivers.perception.network import Perceiver  # noqa: E402
from aureole.drivers.perception.table import F_FAR, FIELDS, HEAT, sign_of  # noqa: E402
from aureole.learn.machine import prepared  # noqa: E402
from aureole.learn.perception.calibrate import Found, answers, fitted, looked, plain, slope_and_shift  # noqa: E402
from aureole.learn.perception.data.things import R_CLASS, R_WHO, R_X  # noqa: E402
from aureole.learn.perception.export import write  # noqa: E402
from aureole.learn.perception.held import scores, signal_scores, signals_of  # noqa: E402
from aureole.learn.perception.lessons import FED, Lessons, frames, shuffled  # noqa: E402
from aureole.learn.perception.losses import EXACT, field_losses, losses, total_of  # noqa: E402
from aureole.learn.perception.net import Net, weights_of  # noqa: E402
from aureole.learn.perception.train import GROUND, LANES, Course, Recipe, loss_of, partly  # noqa: E402

pytestmark = pytest.mark.filterwarnings("ignore")  # torch's own, of its exporter


@pytest.fixture(autouse=True)
def one_core():
    prepared(1)


@pytest.fixture
def lessons(tmp_path):
    return Lessons(frames([kept(tmp_path / "pictures", 8)], EYES))


def course(folder, lessons, batches=12, **more):
    return Course(folder, Recipe(batches, 4, looks=6, **more), lessons, lessons)


def test_it_learns(tmp_path, lessons):
    one = course(tmp_path / "out", lessons, 25)
    before = loss_of(one.net, lessons, 4)
    net = one.go()
    assert loss_of(net, lessons, 4) < 0.85 * before


def test_who_is_stopped_goes_on_to_the_same_weights(tmp_path, lessons):
    whole = course(tmp_path / "whole", lessons).go()
    stopped = course(tmp_path / "part", lessons)

    def stop(told):
        if told.batch == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stopped.go(stop)
    again = course(tmp_path / "part", lessons)
    net = again.go()
    for one, other in zip(whole.parameters(), net.parameters(), strict=True):
        assert torch.equal(one, other)


def test_a_checkpoint_of_another_training_is_refused(tmp_path, lessons):
    course(tmp_path / "out", lessons, 2).go()
    with pytest.raises(BadInput, match="another training"):
        course(tmp_path / "out", lessons, 3).go()


def test_a_checkpoint_for_another_table_of_classes_is_refused(tmp_path, lessons):
    course(tmp_path / "out", lessons, 2).go()
    path = tmp_path / "out" / "checkpoint.pt"
    torch.save({**torch.load(path), "table": "1"}, path)
    with pytest.raises(BadInput, match="another training"):
        course(tmp_path / "out", lessons, 2).go()


def test_a_batch_is_asked_for_things_always_and_for_lanes_and_ground_in_turns(lessons):
    net, batch = Net().eval(), lessons.batch(np.arange(2), 0)
    whole = net(*(batch[name] for name in FED))
    for number in range(LANES * GROUND):
        found = partly(net, batch, number)
        there = [part is not None for part in found]
        assert there == [True, True, *[number % LANES == 0] * 2, number % GROUND == GROUND - 1]
        assert all(part is None or torch.equal(part, one) for part, one in zip(found, whole, strict=True))
        assert ("lane" in losses(found, batch), "ground" in losses(found, batch)) == (there[2], there[4])


def test_a_distance_is_judged_by_the_share_that_it_is_off(lessons):
    batch = lessons.batch(np.arange(1))
    told = torch.zeros(1, 4, FIELDS, 16, 40)
    frame, eye, row, column = batch["place"].T
    told[frame, eye, F_FAR, row, column] = batch["value"][:, F_FAR] + 0.1 / batch["share"]
    assert float(field_losses(told, batch)["far"]) == pytest.approx(6.0 * (0.1 - 0.5 * EXACT), rel=1e-3)


def test_a_broken_checkpoint_is_refused_by_its_path(tmp_path, lessons):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "checkpoint.pt").write_bytes(b"nothing")
    with pytest.raises(BadInput, match="is no checkpoint"):
        course(tmp_path / "out", lessons).go()


def test_a_loss_that_is_no_number_ends_it(tmp_path, lessons):
    one = course(tmp_path / "out", lessons)
    with torch.no_grad():
        one.net.low.weight.fill_(float("nan"))
    with pytest.raises(BadInput, match="no number"):
        one.go()


def test_the_file_gives_what_torch_gives_and_holds_the_calibration(tmp_path, lessons):
    net = course(tmp_path / "out", lessons, 4).go()
    calibration = plain()
    calibration[0] = 0.75, -0.5
    told = write(net, calibration, lessons, tmp_path / "perception.onnx")
    assert told["apart"] < 2e-3
    assert told["bytes"] < 11_000_000
    file = Perceiver((tmp_path / "perception.onnx").read_bytes(), "perception.onnx")
    assert file.calibration[0].tolist() == [0.75, -0.5]


def test_the_network_is_as_small_as_promised():
    assert weights_of(Net()) <= 3_000_000


def test_held_out_frames_give_figures(tmp_path, lessons):
    net = course(tmp_path / "out", lessons, 4).go()
    calibration = fitted([looked(frame, lessons, plain()) for frame in answers(net, lessons)])
    assert calibration.shape == (HEAT, 2)
    found = scores(net, lessons, calibration)
    assert 0.0 <= found["detection.map"] <= 1.0
    assert 0.0 <= found["lanes.within_0.3.near"] <= 1.0
    json.dumps(found)


def test_confidences_that_boast_are_brought_down():
    logit = np.linspace(-4.0, 4.0, 4000)
    sure = 1.0 / (1.0 + np.exp(-(0.5 * logit - 1.0)))
    right = (np.arange(4000) * 0.6180339887) % 1.0 < sure
    slope, shift = slope_and_shift(logit, right)
    assert slope == pytest.approx(0.5, abs=0.05)
    assert shift == pytest.approx(-1.0, abs=0.1)


def test_two_eyes_are_shown_to_learn_and_all_to_be_judged(lessons):
    assert lessons.batch(np.arange(2), 0)["images"].shape[1] == 2
    assert lessons.batch(np.arange(2))["images"].shape[1] == 4
    for number in range(3):
        batch = lessons.batch(np.arange(4), number)
        assert torch.isfinite(total_of(losses(Net()(*(batch[name] for name in FED)), batch)))


def test_the_same_batch_is_varied_alike_each_time(lessons):
    one, other = lessons.batch(np.arange(3), 7), lessons.batch(np.arange(3), 7)
    assert all(torch.equal(one[name], other[name]) for name in one)
    assert not torch.equal(one["images"], lessons.batch(np.arange(3), 10)["images"])


def test_what_is_rare_is_shown_more_often_and_every_round_is_as_long(lessons):
    assert lessons.often.tolist() == [1.0] * 8  # all show a car
    often = np.array([1.0, 1.0, 3.5, 1.0])
    rounds = [shuffled(often, 0, k) for k in range(40)]
    assert {len(one) for one in rounds} == {6}
    counts = np.bincount(np.concatenate(rounds), minlength=4) / 40.0
    assert counts[2] == pytest.approx(3.4, abs=0.4)
    assert counts[[0, 1, 3]].max() < 1.1


def test_signals_are_seen_where_one_of_their_kind_is_told_and_lights_in_their_state():
    red, green, limit = (sign_of(*one) for one in (
        (SignalKind.LIGHT, SignalState.RED), (SignalKind.LIGHT, SignalState.GREEN), (SignalKind.LIMIT, SignalState.NONE)
    ))  # fmt: skip
    rows = np.repeat(made(1)["rows"], 3, axis=0)
    rows[:, R_CLASS], rows[:, R_X], rows[:, R_WHO] = (red, red, limit), (20.0, 40.0, 30.0), (1, 2, 3)
    table = np.zeros((3, SEEN))
    table[:, D_CLASS], table[:, D_X], table[:, D_SURE] = (green, red, limit), (21.0, 39.0, 44.0), 0.8
    found = Found(np.zeros(3, np.int64), table[:, D_CLASS].astype(np.int64), np.zeros(3), np.zeros(3, bool), table)
    told = signal_scores([signals_of(found, rows)])
    assert told["signals.seen"] == pytest.approx(2 / 3)
    assert told["signals.right"] == pytest.approx(2 / 3)
    assert (told["lights.seen"], told["lights.state"]) == (1.0, 0.5)


def test_where_there_is_no_signal_nothing_is_said_of_signals():
    none = Found(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0), np.zeros(0, bool), np.zeros((0, SEEN)))
    assert signal_scores([signals_of(none, made(1)["rows"])]) == {}
