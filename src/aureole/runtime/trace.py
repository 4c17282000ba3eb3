"""`--trace`: every entity at every step as comma-separated values."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from aureole.core.command import Command
from aureole.core.plan import Plan
from aureole.core.scene import Scene
from aureole.runtime.files import whole

NANO = 1e-9  # s


class Trace:
    """Watches world 0; `write` puts `time,name,x,y,z,h,speed` into a file."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        self.rows: list[str] = []
        self.over = False

    def watch(self, scene: Scene, plan: Plan, command: Command) -> None:
        """Keep one step; the frozen steps after the end are left out."""
        if self.over:
            return
        time = scene.stamp[0] * NANO
        for i, name in enumerate(self.names):
            if scene.present[0, i]:
                x, y, z = scene.xyz[0, i]
                self.rows.append(
                    f"{time:.5f},{name},{x:.6f},{y:.6f},{z:.6f},{scene.heading[0, i]:.7f},{scene.speed[0, i]:.6f}\n"
                )
        self.over = bool(scene.over[0])

    def write(self, path: Path) -> None:
        """All that was seen."""
        with whole(path) as file:
            file.write("time,name,x,y,z,h,speed\n")
            file.writelines(self.rows)


def write_transitions(path: Path, rows: Iterable[tuple[float, str, str, str, str]]) -> None:
    """`--storyboard`: `time,element,type,from,to` for every transition of every storyboard element."""
    with whole(path) as file:
        file.write("time,element,type,from,to\n")
        file.writelines(
            f"{time:.5f},{element},{kind},{before},{after}\n" for time, element, kind, before, after in rows
        )
