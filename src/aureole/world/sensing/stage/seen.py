"""The classes that a pixel or a point may have in the truth of cameras and lidars."""

from enum import IntEnum


class Seen(IntEnum):
    """What is seen; `SKY` is nothing within reach."""

    SKY = 0
    TERRAIN = 1
    ROAD = 2
    MARKING = 3
    KERB = 4
    SIDEWALK = 5
    CAR = 6
    LORRY = 7
    BUS = 8
    MOTORBIKE = 9
    BICYCLE = 10
    PERSON = 11
    ANIMAL = 12
    CONE = 13
    BARRIER = 14
    BOARD = 15
    SIGN = 16
    LIGHT = 17
    POLE = 18
    BUILDING = 19
    TREE = 20
    OBSTACLE = 21
    TRAIN = 22


SIGN_NAMES = 10_000  # instance of signal k is this plus k; of an agent its number
FIXED = -1  # instance of what is no agent and no signal
