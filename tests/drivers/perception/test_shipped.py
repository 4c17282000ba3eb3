"""The weights that are in the wheel: small, open at once, as the card beside them says, and they see."""

import hashlib
import json

import numpy as np
import pytest

from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.eyes import eyes_of
from aureole.drivers.perception.eyesight import Eyesight
from aureole.drivers.perception.lanes import line_of
from aureole.drivers.perception.look import feed, sight_of
from aureole.drivers.perception.shipped import SHIPPED, weights_file
from aureole.drivers.perception.table import VERSION
from aureole.drivers.rules.driver import Rules
from aureole.vehicle.cars import load
from tests.drivers.perception.looks import looking
from tests.drivers.perception.test_driver import mission

CARD = json.loads((SHIPPED.parent / "card.json").read_text())


def test_they_are_small_enough_for_the_wheel():
    assert SHIPPED.stat().st_size <= 11_000_000
    assert CARD["weights"] <= 3_000_000


def test_the_card_is_of_this_very_file():
    assert CARD["hash"] == hashlib.blake2b(SHIPPED.read_bytes(), digest_size=16).hexdigest() == weights_file().hash
    assert CARD["table"] == VERSION


def test_they_see_the_same_each_time():
    found = []
    for _ in range(2):
        driver = Perceiving(Rules())
        mind = driver.reset(mission())
        for k in range(3):
            look, mind = driver.perceive(looking(stamp=0.1 * k, speed=5.0), mind)
        found.append(look)
    assert found[0].lanes.centre.tobytes() == found[1].lanes.centre.tobytes()
    assert np.isfinite(found[0].lanes.centre).all()


@pytest.mark.parametrize("name", ["detection.map", "lanes.within_0.3.near", "occupancy.iou.taken", "ece"])
def test_the_card_says_what_was_measured(name):
    assert 0.0 < CARD["held_out"][name] <= 1.0


def test_what_the_ground_holds_is_told_to_who_asks_and_changes_nothing_else():
    seen, perceiver, found = looking(stamp=0.0, speed=5.0), weights_file()(), []
    for ground in (True, False):
        sight = sight_of(eyes_of(load("sedan")), ground=ground)
        images = seen.images[0].copy()
        images[:] = 40 + np.arange(images.shape[2])[:, None]
        found.append(perceiver.look(feed(sight, images, line_of(seen.route[0]), np.zeros(4, np.bool_))))
    asked, left = (one.pop("occupied") for one in found)
    assert len(np.unique(asked)) > 1000
    assert not left.any()
    assert all(found[0][name].tobytes() == found[1][name].tobytes() for name in found[0])


@pytest.mark.parametrize("ground", [True, False])
def test_what_the_ground_holds_is_kept_for_who_asks(ground):
    eyesight = Eyesight(ground=ground)
    words, mind = eyesight.perceive(looking(stamp=0.0, speed=5.0), eyesight.reset(mission()))
    assert mind.seen.occupied.size == (3200 if ground else 0)
    assert bool(mind.seen.occupied.any()) == ground
    assert words.lanes.present.any()
