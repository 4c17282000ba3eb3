"""What is filmed: situations with what is rare more often, and of a signal its face alone."""

from collections import Counter

import numpy as np

from aureole.learn.perception.data.drives import RARE, wanted
from aureole.learn.perception.data.things import faces
from aureole.world.sensing.cameras.render import Picture
from aureole.world.sensing.stage.seen import FIXED, SIGN_NAMES, Seen


def test_what_is_rare_is_filmed_in_every_round_and_the_rest_in_one_of_two():
    counts = Counter(one.situation for one in wanted("train", 4))
    assert {name: count for name, count in counts.items() if name in RARE} == dict.fromkeys(RARE, 4)
    assert {count for name, count in counts.items() if name not in RARE} == {2}


def test_what_is_held_out_is_filmed_evenly():
    assert set(Counter(one.situation for one in wanted("test", 2)).values()) == {2}


def test_a_drive_is_by_both_drivers_over_the_rounds():
    drivers = {(one.situation, one.driver) for one in wanted("train", 6)}
    assert {name for name, driver in drivers if driver == "rules"} == {name for name, _ in drivers}


def test_the_mast_of_a_light_is_nobodys():
    name = np.array([[[SIGN_NAMES + 2, SIGN_NAMES + 2, SIGN_NAMES + 3], [4, FIXED, FIXED]]], np.int32)
    seen = np.array([[[Seen.LIGHT, Seen.POLE, Seen.SIGN], [Seen.CAR, Seen.POLE, Seen.ROAD]]], np.uint8)
    nothing = np.zeros(0)
    shown = faces(Picture(nothing, nothing, seen, name, nothing), 0)
    assert shown.tolist() == [[SIGN_NAMES + 2, FIXED, SIGN_NAMES + 3], [4, FIXED, FIXED]]
