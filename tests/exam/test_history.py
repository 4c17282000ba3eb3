"""What is kept of a drive to show it again."""

import numpy as np
import pytest

from aureole.exam import tracks
from aureole.exam.tracks import History
from tests.exam.staged import Actor, Moment, Stage, brief


def moments(count: int, step: float, *, over_at: int = -1) -> list[Moment]:
    return [
        Moment(
            step * min(k, over_at if over_at >= 0 else k), [Actor(1e6 + 2.0 * k, -5.25, 20.0)], over=0 <= over_at <= k
        )
        for k in range(count)
    ]


def test_a_moment_is_kept_every_tenth_of_a_second(straight):
    history = History(brief(straight, ("Ego",), step=0.01))
    Stage(straight, [history]).play(moments(101, 0.01))
    assert history.replay(0).time == pytest.approx(np.arange(0.0, 1.001, 0.1))


def test_the_end_is_kept_and_nothing_after_it(straight):
    history = History(brief(straight, ("Ego",), step=0.01))
    Stage(straight, [history]).play(moments(100, 0.01, over_at=37))
    assert history.replay(0).time == pytest.approx([0.0, 0.1, 0.2, 0.3, 0.37])


def test_positions_keep_their_millimetres_far_from_the_maps_origin(straight):
    history = History(brief(straight, ("Ego",), step=0.1))
    Stage(straight, [history]).play(moments(11, 0.1))
    kept = history.replay(0)
    assert kept.origin[0] == 1e6
    assert kept.xyz[-1, 0, 0] == pytest.approx(20.0, abs=1e-4)


def test_a_plan_is_kept_where_it_was_made(straight):
    history = History(brief(straight, ("Ego",), step=0.1))
    Stage(straight, [history]).play([Moment(0.0, [Actor(50.0, 0.0, 10.0, heading=np.pi / 2)])], speed=10.0)
    first, last = history.replay(0).plan[0][[0, -1]]
    assert first == pytest.approx([0.0, 0.0, 10.0], abs=1e-5)
    assert last == pytest.approx([0.0, 30.0, 10.0], abs=1e-4)


def test_memory_is_bounded_by_thinning(straight, monkeypatch):
    monkeypatch.setattr(tracks, "MOMENTS", 8)
    history = History(brief(straight, ("Ego",), step=0.1))
    Stage(straight, [history]).play(moments(100, 0.1))
    times = history.replay(0).time
    assert len(times) <= 8
    assert times[-1] > 8.0


def test_only_chosen_worlds_are_kept(straight):
    history = History(brief(straight, ("Ego",), worlds=3, step=0.1), [2])
    rows = [Moment(0.0, [Actor(10.0 * k, 0.0, 1.0)]) for k in range(3)]
    Stage(straight, [history]).show(rows)
    assert history.replay(2).origin[0] == 20.0
    with pytest.raises(KeyError, match="world 0"):
        history.replay(0)
