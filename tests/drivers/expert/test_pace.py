"""The search for a pace: what it gives up costs more, what it finds costs what is told, nothing simple is cheaper."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aureole.drivers.expert.sheet import (
    B_HIGH,
    B_LOW,
    B_SPEED,
    B_WEIGHT,
    B_WHAT,
    DEPTH,
    G_ACCEL,
    G_BRAKE,
    G_CRUISE,
    G_SPEED,
    P_CAP,
    P_S,
    PATH,
    SAME_WAY,
    STEP,
    THING,
    TIMES,
    blank,
)
from aureole.drivers.expert.ways.pace import ACTIONS, LASTS, drive, follow, polish, push, search, simplest
from aureole.kernels import kernel

SEARCH, FOLLOW, POLISH, SIMPLEST, DRIVE, PUSH = range(6)


@kernel
def asked(sheet, what, lasts, a, spent, more, most):
    """One of the formulas; all in one kernel, for each would be compiled with all that it calls."""
    s, v, cost = 3.0, sheet.facts[G_SPEED], 0.0
    if what == SEARCH:
        cost = search(sheet, 0)
    elif what == FOLLOW:
        cost = follow(sheet, 0, math.inf)  # as if nothing were known
    elif what == POLISH:
        cost = polish(sheet, 0)
    elif what == SIMPLEST:
        cost = simplest(sheet, 0)
    elif what == DRIVE:
        cost = drive(sheet, 0, 0, (0.0, sheet.facts[G_SPEED], sheet.facts[G_ACCEL], 0.0), math.inf)
    else:
        s, v, cost = push(sheet, sheet.path[0], (2, lasts), (s, v), a, (spent, more), most)
    return s, v, cost


def cost_of(sheet, what):
    """What a formula gives."""
    return asked(sheet, what, 1, 0.0, 0.0, 0.0, math.inf)[2]


def situation(seed):
    """A road with caps and with others on it."""
    draw, sheet = np.random.default_rng(seed), blank()
    speed = draw.uniform(0.0, 25.0)
    sheet.facts[G_SPEED], sheet.facts[G_CRUISE] = speed, draw.uniform(5.0, 30.0)
    sheet.facts[G_ACCEL], sheet.facts[G_BRAKE] = draw.uniform(-2.0, 2.0), draw.choice([6.0, 9.0])
    path = sheet.path[0]
    path[P_S] = np.linspace(0.0, draw.uniform(60.0, 250.0), PATH)
    path[P_CAP] = np.interp(np.arange(PATH), [0, 30, 50, PATH - 1], draw.uniform(3.0, 30.0, 4))
    if draw.random() < 0.3:
        path[P_CAP, int(draw.integers(20, PATH)) :] = 0.0  # a line to stop at
    count = int(draw.integers(0, 5))
    sheet.crowd[:] = count
    for m in range(count):
        low, moves = draw.uniform(5.0, 120.0), draw.choice([0.0, draw.uniform(0.0, 20.0)])
        for k in range(TIMES):
            b = sheet.blocks[k, m]
            b[B_LOW] = low + moves * STEP * k
            b[B_HIGH], b[B_SPEED], b[B_WEIGHT] = b[B_LOW] + 5.0, moves, 0.2 + 0.2 * m
            b[B_WHAT] = SAME_WAY if moves > 0.0 else THING
    return sheet


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_a_pace_that_is_found_costs_what_is_told_of_it(seed):
    sheet = situation(seed)
    least = cost_of(sheet, SEARCH)
    assert cost_of(sheet, DRIVE) == pytest.approx(least, rel=1e-9)
    after = cost_of(sheet, POLISH)
    assert after <= least * (1.0 + 1e-9)
    assert cost_of(sheet, DRIVE) == pytest.approx(after, rel=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_no_single_acceleration_is_cheaper_than_what_is_found(seed):
    sheet = situation(seed)
    least, simple = cost_of(sheet, SEARCH), cost_of(sheet, SIMPLEST)
    assert least <= simple
    for a in ACTIONS:
        if a >= -sheet.facts[G_BRAKE] and (a >= 0.0 or sheet.facts[G_SPEED] + a * STEP * sum(LASTS) > 0.05):
            sheet.pace[0] = a
            assert simple <= cost_of(sheet, DRIVE)


def test_a_search_with_a_bound_finds_no_dearer_paces_than_one_that_follows_all():
    """In the mean: each keeps 80 labels, not the same ones."""
    bounded = sum(cost_of(situation(seed), SEARCH) for seed in range(200))
    assert bounded <= sum(cost_of(situation(seed), FOLLOW) for seed in range(200))


@given(st.integers(0, 10_000), st.sampled_from(ACTIONS), st.integers(1, 6), st.floats(0.0, 50.0), st.floats(0.0, 3.0))
@settings(max_examples=100, deadline=None)
def test_only_what_costs_too_much_is_given_up(seed, a, lasts, spent, more):
    sheet = situation(seed)
    whole = asked(sheet, PUSH, lasts, a, spent, more, math.inf)
    for most in (0.5 * (spent + whole[2]), spent + whole[2] + more, 2.0 * (spent + whole[2] + more)):
        found = asked(sheet, PUSH, lasts, a, spent, more, most)
        if spent + whole[2] + more <= most:
            assert found == whole
        else:
            assert spent + found[2] + more > most
    assert whole[2] >= 0.0


def test_a_free_road_is_driven_at_the_wished_speed():
    sheet = blank()
    sheet.facts[G_SPEED], sheet.facts[G_CRUISE], sheet.facts[G_BRAKE] = 20.0, 20.0, 9.0
    sheet.path[0, P_S], sheet.path[0, P_CAP] = np.linspace(0.0, 250.0, PATH), 30.0
    assert cost_of(sheet, SEARCH) == 0.0
    assert np.array_equal(sheet.pace[0], np.zeros(DEPTH))
