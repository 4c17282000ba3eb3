"""The small vocabularies that travel as integers: kinds of agents, lanes, marks, lamps."""

from enum import IntEnum, IntFlag


class Kind(IntEnum):
    """What an agent is (OpenSCENARIO vehicle, pedestrian and misc-object categories)."""

    NONE = 0
    CAR = 1
    VAN = 2
    TRUCK = 3
    BUS = 4
    MOTORBIKE = 5
    BICYCLE = 6
    PEDESTRIAN = 7
    ANIMAL = 8
    OBSTACLE = 9
    TRAILER = 10
    TRAIN = 11


class LaneKind(IntEnum):
    """What a lane is for (ASAM OpenDRIVE 1.8 `e_laneType`)."""

    NONE = 0
    DRIVING = 1
    STOP = 2
    SHOULDER = 3
    BORDER = 4
    BIKING = 5
    SIDEWALK = 6
    PARKING = 7
    ENTRY = 8
    EXIT = 9
    ON_RAMP = 10
    OFF_RAMP = 11
    CONNECTING = 12
    MEDIAN = 13
    KERB = 14
    RESTRICTED = 15
    BIDIRECTIONAL = 16
    OTHER = 17


class Mark(IntEnum):
    """A line painted along a lane's border (ASAM OpenDRIVE 1.8 `e_roadMarkType`)."""

    NONE = 0
    SOLID = 1
    BROKEN = 2
    SOLID_SOLID = 3
    SOLID_BROKEN = 4
    BROKEN_SOLID = 5
    BROKEN_BROKEN = 6
    BOTTS_DOTS = 7
    GRASS = 8
    KERB = 9
    OTHER = 10


class Lamps(IntFlag):
    """Which lamps burn; hazard lights are both indicators."""

    OFF = 0
    INDICATOR_LEFT = 1
    INDICATOR_RIGHT = 2
    HAZARD = 3
    BRAKE = 4
    REVERSE = 8
    LOW_BEAM = 16
    HIGH_BEAM = 32


class Gear(IntEnum):
    """The gear selector."""

    DRIVE = 0
    NEUTRAL = 1
    REVERSE = 2
    PARK = 3
