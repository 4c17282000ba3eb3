"""Makes a network and its traffic, writes both and tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aureole.cli import say
from aureole.core.errors import BadInput
from aureole.exam.suites.made import write
from aureole.runtime.files import whole_together
from aureole.world.roads.making.demand import demand, encoded
from aureole.world.roads.making.draw import split
from aureole.world.roads.making.make import Made, make
from aureole.world.roads.making.parameters import KINDS
from aureole.world.scenarios.missions.choose import missions
from aureole.world.scenarios.missions.write import written

MOST = 6  # missions that are written
WORDS = {
    "train": ("for training", "训练用"),
    "test": ("for tests", "测试用"),
    "seed": ("seed", "种子"),
    "kinds": ("kinds of networks, with their parameters:", "路网种类及其参数："),
    "kept": ("test seeds", "测试种子"),
}


@dataclass(frozen=True, slots=True)
class Generated:
    """What was made, and where it is."""

    paths: tuple[Path, ...]
    """The map, its traffic, its missions."""
    about: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"written": [str(path) for path in self.paths], **self.about}

    def text(self, lang: str) -> str:
        """For people."""
        number = 1 if lang == "zh" else 0
        pairs = " ".join(f"{name}={value:g}" for name, value in self.about["parameters"].items())
        counts = " · ".join(f"{say.word(key, lang)} {self.about[key]:g}" for key in
                            ("roads", "km", "junctions", "signals", "objects"))  # fmt: skip
        lines = [f"{say.word('written', lang)}: {path}" for path in self.paths]
        half = WORDS[self.about["split"]][number]
        return "\n".join([*lines, f"  {WORDS['seed'][number]} {self.about['seed']} ({half}): {pairs}", f"  {counts}"])


def kinds(lang: str) -> str:
    """Every kind with its parameters, for people."""
    number, lines = (1 if lang == "zh" else 0), []
    lines.append(WORDS["kinds"][number])
    for kind, parameters in KINDS.items():
        lines.append(f"  {kind}")
        for name, limits in parameters.items():
            unit = f" {limits.unit}" if limits.unit else ""
            kept = f" ({WORDS['kept'][number]} {limits.kept[0]:g}…{limits.kept[1]:g}{unit})" if limits.kept else ""
            words = limits.chinese if number else limits.english
            lines.append(f"    {name:<13} {limits.low:g}…{limits.high:g}{unit}{kept}  {words}")
    return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Situation:
    """A situation that was made, and where it is."""

    paths: tuple[Path, ...]
    about: dict[str, Any]

    def as_dict(self) -> dict[str, Any]:
        """For machines."""
        return {"written": [str(path) for path in self.paths], **self.about}

    def text(self, lang: str) -> str:
        """For people."""
        number = 1 if lang == "zh" else 0
        lines = [f"{say.word('written', lang)}: {path}" for path in self.paths]
        half = WORDS[self.about["split"]][number]
        return "\n".join([*lines, f"  {WORDS['seed'][number]} {self.about['seed']} ({half})"])


def situation(name: str, seed: int, out: Path, given: Mapping[str, str]) -> Situation:
    """Make a situation and write its scenario with its map into a folder.

    Raises:
        BadInput: values cannot be set, or `out` is a file.
        Trouble: it cannot be written.
    """
    if given:
        raise BadInput(f"--set: what {name} is like is drawn by its seed", remedy="take another --seed")
    if out.suffix and not out.is_dir():
        raise BadInput(f"--out {out}: scenario and map go into a folder", remedy=f"--out {out.stem}")
    paths = write(name, seed, out)
    return Situation(paths, {"kind": name, "seed": seed, "split": split(seed)})


def generate(kind: str, seed: int, out: Path, given: Mapping[str, str]) -> Generated:
    """Make a network and write it with its traffic beside it; into a folder (`out` without an ending) also missions.

    Raises:
        BadInput: no such kind, seed or parameter; a value outside its range; `out` is another kind of file.
        Trouble: nothing can be built, or it cannot be written.
    """
    folder = not out.suffix or out.is_dir()
    if not folder and out.suffix.lower() != ".xodr":
        remedy = f"aureole world generate {kind} --out FILE.xodr, or --out FOLDER for a map to drive on"
        raise BadInput(f"--out {out}: a map is .xodr", remedy=remedy)
    made = make(kind, seed, given)
    path = out / f"{kind}-{seed}.xodr" if folder else out
    asked = demand(made)
    files = {path: made.data, path.with_suffix(".demand.json"): encoded(asked)}
    if folder:
        files |= {out / f"{kind}-{seed}-{one.name}.xosc": written(made, one, path.name) for one in missions(made, MOST)}
    whole_together(files)
    about = {"kind": kind, "seed": seed, "split": made.split, "parameters": dict(made.values), "bytes": len(made.data)}
    vehicles = {"vehicles_per_hour": sum(source.flow for source in asked.sources), "parked": len(asked.parked)}
    return Generated(tuple(files), {**about, **counted(made), **vehicles})


def counted(made: Made) -> dict[str, Any]:
    """How much there is of what."""
    strips, crossings = made.network.strips, made.network.crossings
    return {
        "roads": len(strips), "km": round(sum(strip.length for strip in strips) / 1000.0, 3),
        "junctions": len(crossings), "signals": sum(len(strip.signals) for strip in strips),
        "controllers": sum(len(crossing.controls) for crossing in crossings),
        "objects": sum(len(strip.objects) for strip in strips),
    }  # fmt: skip
