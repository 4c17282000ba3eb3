"""A world in the port's own process, or at the other end of a CAN bus, drive after drive."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from aureole.cli.behind.laps import GAP, Board, Lap, LapService, later
from aureole.cli.behind.port import Ground, Roles
from aureole.cli.booting.can import PLANT, CanBehind
from aureole.cli.booting.ports import Alone, port_of, scene
from aureole.cli.booting.system import frames_of
from aureole.cli.booting.warm import warmed
from aureole.core.errors import BadInput
from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.exam.logged.worlds import build_world
from aureole.exam.setup import Drive, Setup
from aureole.runtime.clock import Monotonic
from aureole.runtime.services.can import PlantService, blind
from aureole.runtime.services.ports import SENSED
from aureole.runtime.services.roles import SCENE
from aureole.runtime.services.service import Call

SETTLED = 100_000_000  # ns from the beginning of a drive on; requests about the one before have come by then


class Laps(Alone):
    """A world in the port's own process."""

    def __init__(self, drive: Drive, setup: Setup, board: Board) -> None:
        """Build the world, and compile whatever nodes will call: they write no kernel cache.

        Raises:
            BadInput: nobody drives.
        """
        self.world, self.board = build_world([drive], setup), board
        brief = self.world.brief
        if brief.passive:
            raise BadInput("--driver passive: nothing is controlled", remedy="take a driver that drives")
        warmed(drive, setup, self.world)
        self.ground = Ground(drive.case.name, brief.mission, brief.step, frames_of(self.world, setup))

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The truth is added, for the recorder."""
        return list(services), [*topics, scene(port_of(services).name, step)]

    def roles(self) -> Roles:
        """The world is the port."""
        return {"port": lambda: LapService(self.world, self.ground.frames, self.board)}


class LapPlant(LapService):
    """A world as the car at the other end of a bus: it obeys what is asked for over the bus."""

    def __init__(self, bus: PlantService, behind: Laps) -> None:
        super().__init__(behind.world, behind.ground.frames, behind.board)
        self.bus = bus
        self.take, self.leave = bus.take, bus.leave

    def stepped(self, call: Call, lap: Lap) -> Lap:
        """A step by what was asked for, or by full braking once requests cease; before the first one it stands."""
        settled = call.stamp - lap.since >= SETTLED
        now = lap.base + lap.scene.stamp.item()
        self.bus.listen(now if settled else lap.base - GAP)
        return self.moved(self.bus.asked(now), lap) if self.bus.plant.until > lap.base else lap

    def tell(self, call: Call, lap: Lap) -> None:
        """Over the bus how the car moves, by the topic what its sensors saw."""
        observation: Any = later(lap.observation, lap.base)
        self.bus.report(observation)
        if SCENE in call.out:
            call.out[SCENE].put(later(lap.scene, lap.base), call.stamp)
        call.out[SENSED].put(blind(observation), call.stamp)


class CanLaps(Laps):
    """A CAN bus with a world at its other end."""

    def __init__(self, drive: Drive, setup: Setup, board: Board, bus: CanBehind) -> None:
        super().__init__(drive, setup, board)
        self.bus = bus

    @staticmethod
    def joined(channel: str, key: Path | None) -> CanBehind:
        """See that there is a bus.

        Raises:
            BadInput: the key is none.
            Missing: this machine has no such bus, or lacks a package.
        """
        return CanBehind.joined(channel, key, logical=False)

    def arranged(
        self, services: Sequence[Service], topics: Sequence[Topic], step: float
    ) -> tuple[list[Service], list[Topic]]:
        """The world moves to the other end."""
        return self.bus.arranged(services, topics, step)

    def roles(self) -> Roles:
        """Both ends of the bus."""
        car = self.world.brief.mission.car
        plant = PlantService(self.world, lambda key: self.bus.car(key, car), Monotonic(), strict=False)
        return {**self.bus.roles(self.world, self.ground.frames), PLANT: lambda: LapPlant(plant, self)}

    def hands(self, services: Sequence[Service]) -> Mapping[str, int]:
        """The key, for each end."""
        return self.bus.hands(services)

    def networked(self, services: Sequence[Service]) -> frozenset[str]:
        """Both ends."""
        return self.bus.networked(services)

    def chain(self, chain: Chain) -> Chain:
        """It ends with what goes out."""
        return self.bus.chain(chain)
