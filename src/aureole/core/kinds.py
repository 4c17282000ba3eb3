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
    CONE = 12
    BARRIER = 13


class SignalKind(IntEnum):
    """What stands or hangs beside the road and tells traffic something; paddles and boards are carried."""

    NONE = 0
    LIGHT = 1
    STOP = 2
    YIELD = 3
    LIMIT = 4
    LIMIT_ENDS = 5
    PRIORITY = 6
    WORKS = 7
    WORKS_END = 8
    DETOUR = 9
    ARROW_BOARD = 10
    PADDLE = 11
    NO_ENTRY = 12
    LANE_CLOSED = 13
    ONE_WAY_TURNS = 14
    """Narrowing where those coming towards us go first."""
    CROSSING = 15
    HAND = 16
    """A person who directs traffic by hand; goes before lights and signs."""
    DANGER = 17
    """A warning of anything but road works (Vienna Convention on Road Signs, section A): ice, a bend, children."""


class SignalState(IntEnum):
    """What a signal shows now; a plain sign shows NONE."""

    NONE = 0
    RED = 1
    RED_YELLOW = 2
    GREEN = 3
    YELLOW = 4
    FLASHING = 5
    DARK = 6
    STOP = 7
    SLOW = 8
    LEFT = 9
    RIGHT = 10


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
    EMERGENCY = 64
    """Blue light and siren of an emergency vehicle."""


class Gear(IntEnum):
    """The gear selector."""

    DRIVE = 0
    NEUTRAL = 1
    REVERSE = 2
    PARK = 3
