"""The car as a description: body, limits, actuators, sensors, periods, what runs on it; from TOML by `vehicle`."""

from dataclasses import dataclass

from aureole.core.resources import Chain, Chip, Network, Service
from aureole.core.topic import Topic


@dataclass(frozen=True, slots=True)
class Body:
    """Masses and measures of a rigid two-axle car; the reference point is under the rear axle."""

    length: float  # m
    width: float  # m
    height: float  # m
    box_x: float  # m; centre of the box ahead of the rear axle
    wheelbase: float  # m
    track: float  # m; between the wheels of an axle
    mass: float  # kg
    yaw_inertia: float  # kg m^2
    cg_from_rear: float  # m; centre of gravity ahead of the rear axle
    cg_height: float  # m
    cornering_front: float  # N/rad; both front tyres together
    cornering_rear: float  # N/rad; both rear tyres together
    friction: float  # -; between tyre and dry road
    model: str = "saturating"  # how it moves (`vehicle.constants.MODELS`)


@dataclass(frozen=True, slots=True)
class Limits:
    """What the car can and may do."""

    speed: float  # m/s
    accel: float  # m/s^2
    brake: float  # m/s^2; full braking, above zero
    jerk: float  # m/s^3; of comfortable control
    brake_jerk: float  # m/s^3; of an emergency brake
    comfort_brake: float  # m/s^2; above zero
    lateral_accel: float  # m/s^2; comfortable
    steer: float  # rad; road wheel
    steer_rate: float  # rad/s; road wheel


@dataclass(frozen=True, slots=True)
class Actuators:
    """First-order lags and dead times between a command and the wheels."""

    steer_lag: float  # s
    steer_delay: float  # s
    drive_lag: float  # s
    drive_delay: float  # s
    brake_lag: float  # s
    brake_delay: float  # s


@dataclass(frozen=True, slots=True)
class Optics:
    """What makes pictures of what a camera looks at, and points of what a lidar does."""

    columns: int  # px; of a lidar the directions of a ring
    rows: int  # px; of a lidar its rings
    z: float  # m; above the ground
    pitch: float = 0.0  # rad; nose down is plus
    k1: float = 0.0  # -; radial distortion, factor of r^2 (Brown 1966); below zero is a barrel
    k2: float = 0.0  # -; of r^4
    exposure: float = 1.0  # -; factor of the light
    noise: float = 0.0  # -; standard deviation at middle grey, as a share of white
    shutter: float = 0.0  # s; from the first row to the last
    samples: int = 1  # -; rays along either side of a pixel
    tall: float = 0.45  # rad; of a lidar, from the lowest ring to the highest
    eye: bool = False  # its pictures are given to the driver


@dataclass(frozen=True, slots=True)
class Sensor:
    """One sensor that gives objects: where it looks and how far."""

    name: str
    kind: str  # camera, radar, lidar
    x: float  # m; ahead of the reference point
    y: float  # m; left
    heading: float  # rad; direction it looks to
    view: float  # rad; full opening angle
    range: float  # m
    noise: float  # m; standard deviation of a position, 0 = exact
    optics: Optics | None = None  # of a camera that gives pictures


@dataclass(frozen=True, slots=True)
class Periods:
    """How often things run, and how old what they see is."""

    drive: float  # s; the driver is asked
    sense: float  # s; tracks and lanes are renewed
    latency: float  # s; age of what is sensed


@dataclass(frozen=True, slots=True)
class Car:
    """One car, whole."""

    name: str
    body: Body
    limits: Limits
    actuators: Actuators
    periods: Periods
    sensors: tuple[Sensor, ...]
    chips: tuple[Chip, ...] = ()
    networks: tuple[Network, ...] = ()
    services: tuple[Service, ...] = ()
    topics: tuple[Topic, ...] = ()
    chains: tuple[Chain, ...] = ()
