"""All that can be seen in a batch of worlds, as flat arrays; renderers take it as it is."""

from __future__ import annotations

from typing import NamedTuple

from aureole.core.notes import Float32, Float64
from aureole.world.sensing.stage.ground import Ground
from aureole.world.sensing.stage.models import Models

T_KIND, T_X, T_Y, T_Z, T_HEADING, T_PITCH, T_ROLL, T_LENGTH, T_WIDTH, T_HEIGHT = range(10)
T_VX, T_VY, T_LAMPS, T_SEED, T_PHASE, T_POSE, T_TURN = range(10, 17)
THING = 17  # columns of a movable thing: kind (0 none), middle of its box's floor, angles, size, velocity, lamps, looks
STAND, WALK, FLAG, HAND_UP = range(4)  # poses of a person
S_KIND, S_STATE, S_VALUE, S_X, S_Y, S_Z, S_HEADING, S_CARRIED, S_PICTURE, S_SIZE = range(10)
SIGNAL = (
    10  # columns of a signal: kind (0 none), state, limit, lower edge, heading of its traffic, carried, picture, height
)
X_KIND, X_X, X_Y, X_Z, X_HEADING, X_LENGTH, X_WIDTH, X_HEIGHT, X_SEED = range(9)
FIXED_THING = 9  # columns of a fixed thing
TREE, BUSH, BUILDING, POST, RAIL, LAMP = range(1, 7)  # kinds of fixed things

L_SUN, L_BEAM, L_SKY, L_BOUNCE, L_ZENITH, L_HORIZON, L_FOG = 0, 3, 6, 9, 12, 15, 18
L_HAZE, L_WET, L_RAIN, L_NIGHT, L_CLOUD, L_GLARE, L_DISC, L_GAIN, L_SEED = range(21, 30)
LIGHT = 30  # columns of a weather: radiances and directions by threes, then single numbers


class Stage(NamedTuple):
    """What renderers see; m, rad, world frame."""

    ground: Ground
    models: Models
    grain: Float32
    """A tile of noise (256, 256), -1 to 1."""
    pictures: Float32
    """Faces of signs (pictures, 64, 64, 4): linear red, green, blue, and how much covers; row 0 is the upper one."""
    fixed: Float64
    """Things that stand for ever (things, 9), the same in every world."""
    things: Float64
    """Movable things (worlds, things, 17)."""
    signals: Float64
    """Signs, lights, boards and paddles (worlds, signals, 10)."""
    light: Float64
    """Weather of each world (worlds, 30); `stage.light`."""
