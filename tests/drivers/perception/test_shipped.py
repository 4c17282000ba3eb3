"""The weights that are in the wheel: small, open at once, as the card beside them says, and they see."""

import hashlib
import json

import numpy as np
import pytest

from aureole.drivers.perception.driver import Perceiving
from aureole.drivers.perception.shipped import SHIPPED, weights_file
from aureole.drivers.perception.table import VERSION
from aureole.drivers.rules.driver import Rules
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
