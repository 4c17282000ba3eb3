"""A driver that answers nonsense is blamed for it, whoever asks for nonsense is told; nothing crashes."""

import subprocess
import sys

import numpy as np
import pytest
from gymnasium.error import ResetNeeded
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Unsupported
from aureole.gym.options import NAMES, Options, options_of
from aureole.gym.single import Drive
from tests.gym.courses import SMALL, acts, digests, many, one

ODD = st.one_of(
    st.none(), st.text(max_size=5), st.booleans(), st.integers(-3, 3), st.floats(-2, 2), st.just(float("nan")),
    st.just(float("inf")), st.lists(st.floats(-1, 2), max_size=3), st.dictionaries(st.text(max_size=3), st.none()),
)  # fmt: skip


@given(name=st.sampled_from(NAMES), value=ODD)
@settings(max_examples=100)
def test_options_are_taken_or_refused_with_their_name(name, value):
    told = ""
    try:
        options = Options(**{name: value})
    except BadInput as error:
        told = str(error)
    assert name in told if told else getattr(options, name) is value


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"traffics": 1.0}, "did you mean traffic"), ({"maps": "nowhere"}, "roundabout"), ({"maps": []}, "roundabout"),
        ({"maps": "roundabout:x"}, "SEED"), ({"maps": "no.xodr"}, "no.xodr"), ({"learners": 2}, "DriveParallel"),
        ({"traffic": -1.0}, "density"), ({"way": (5000.0, 6000.0)}, "no room"), ({"rewards": {"speed": 1}}, "speeding"),
        ({"render_mode": "human"}, "draws nothing"), ({"way": (0.0, 10.0)}, "way"), ({"maps": 7}, "7"),
        ({"people": "mars"}, "human:us101"), ({"people": "human"}, "human:us101"),
        ({"people": "human:us101", "traffic": 0.0}, "without traffic"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(wrong, told):
    with pytest.raises(BadInput) as error:
        Drive(**{**SMALL, **wrong}).reset(seed=0)
    assert told in str(error.value)


def test_nothing_is_drawn_and_that_is_said():
    with pytest.raises(Unsupported):
        many(render_mode="rgb_array")


def test_names_of_options_are_all_there_are():
    with pytest.raises(BadInput) as error:
        options_of({"speeed": 1})
    assert all(name in error.value.remedy for name in NAMES)


@pytest.mark.parametrize("shape", [(6,), (6, 3), (5, 2), (6, 1, 2), (2, 6), ()])
def test_actions_of_another_shape_are_refused_with_the_shape_wanted(shape):
    env = many()
    env.reset(seed=0)
    with pytest.raises(BadInput, match=r"actions: shape") as error:
        env.step(np.zeros(shape, np.float32))
    assert "(6, 2)" in error.value.remedy


@pytest.mark.parametrize("actions", [np.full((6, 2), "a"), np.full((6, 2), None), np.zeros((6, 2), complex)])
def test_actions_that_are_no_numbers_at_all_are_refused(actions):
    env = many()
    env.reset(seed=0)
    with pytest.raises(BadInput, match="actions"):
        env.step(actions)


def test_a_single_action_of_another_shape_is_refused():
    env = one()
    env.reset(seed=0)
    with pytest.raises(BadInput) as error:
        env.step(np.zeros(3))
    assert "(2,)" in str(error.value)


@pytest.mark.parametrize("broken", [(np.nan, 0.0), (0.0, np.nan), (np.inf, 0.0), (0.0, -np.inf)])
def test_an_action_that_is_no_number_brakes_and_is_blamed_on_the_driver(broken):
    env = many(3)
    env.reset(seed=1)
    for _ in range(3):
        env.step(np.tile(np.float32([1.0, 0.0]), (3, 1)))
    actions = np.tile(np.float32([1.0, 0.0]), (3, 1))
    actions[1] = broken
    speed = env.course.batch.agents.speed[:, 0].copy()
    info = env.step(actions)[4]
    after = env.course.batch.agents.speed[:, 0]
    assert after[1] == max(speed[1] - 0.8, 0.0)
    assert (after[[0, 2]] > speed[[0, 2]]).all()
    assert info["broken"].tolist() == [0.0, 1.0, 0.0]
    assert info["failures"].tolist() == [0, 1, 0]
    assert info["blame"].tolist() == [None, "decide", None]


def test_what_is_no_number_in_one_world_changes_no_bit_of_another():
    actions = acts(6, 50)
    broken = actions.copy()
    broken[10:, 1] = np.nan
    ours, theirs = digests(many(), actions), digests(many(), broken)
    assert [one == other for one, other in zip(ours, theirs, strict=True)] == [True, False, True, True, True, True]


def test_actions_beyond_one_are_one():
    actions = acts(6, 30) * 5.0
    assert digests(many(), actions) == digests(many(), np.clip(actions, -1.0, 1.0))


def test_before_a_reset_nothing_moves():
    for env, action in ((many(), np.zeros((6, 2))), (one(), np.zeros(2))):
        with pytest.raises(ResetNeeded):
            env.step(action)
    with pytest.raises(ResetNeeded):
        many().reset(options={"reset_mask": np.arange(6) < 3})


@pytest.mark.parametrize("mask", [np.ones(5, bool), np.ones(6), [True] * 6])
def test_what_is_no_mask_is_refused(mask):
    env = many()
    env.reset(seed=0)
    with pytest.raises(BadInput, match="reset_mask"):
        env.reset(options={"reset_mask": mask})


def test_worlds_that_are_over_are_not_stepped_without_a_reset():
    env = many(2, autoreset_mode="Disabled", timeout=0.3)
    env.reset(seed=0)
    for _ in range(3):
        env.step(np.zeros((2, 2)))
    with pytest.raises(BadInput, match="over"):
        env.step(np.zeros((2, 2)))


@pytest.mark.parametrize("wrong", [{"num_envs": 0}, {"num_envs": 2.5}, {"autoreset_mode": "Never"}])
def test_a_vector_that_cannot_be_is_refused(wrong):
    from aureole.gym.vector import DriveVector

    with pytest.raises(BadInput):
        DriveVector(**{**SMALL, **wrong})


@pytest.mark.parametrize("name", ["gymnasium", "pettingzoo"])
def test_without_the_extra_it_is_said_what_to_install(name):
    code = f"import sys; sys.modules[{name!r}] = None\nimport aureole.gym.parallel"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "Missing" in done.stderr
    assert "pip install 'aureole[gym]'" in done.stderr


def test_the_command_line_stays_light():
    code = "import sys, aureole.cli.main; print(sorted({'gymnasium', 'pettingzoo', 'torch'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
