"""A CommonRoad scenario (.xml, .xml.gz) as read: lanelets and their map, signs and lights, obstacles, problems."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from aureole.core.errors import Unsupported
from aureole.world.logs.commonroad.lanes import read_lanelets
from aureole.world.logs.commonroad.obstacles import Obstacle, read_obstacles
from aureole.world.logs.commonroad.problems import read_problems
from aureole.world.logs.commonroad.signs import Signs, read_signs
from aureole.world.logs.problem import Problem
from aureole.world.roads.lanelets.lanelet import Lanelet
from aureole.world.roads.lanelets.making import Made, Rules, to_map
from aureole.world.roads.reading.markup import LARGEST, Markup, Notice, load

LEFT_HAND = frozenset({  # ISO 3166
    "GBR", "IRL", "AUS", "NZL", "JPN", "IND", "IDN", "MYS", "SGP", "THA", "HKG", "ZAF", "KEN", "CYP", "MLT",
})  # fmt: skip
VERSIONS = ("2018b", "2020a")


@dataclass(frozen=True, slots=True)
class Scenario:
    """Everything that is read of a file."""

    version: str
    """2018b or 2020a."""
    name: str
    step: float
    """s."""
    lanelets: dict[str, Lanelet]
    made: Made
    signs: Signs
    obstacles: tuple[Obstacle, ...]
    problems: tuple[Problem, ...]
    typed: bool
    """Whether any lanelet says what it is for."""
    notices: tuple[Notice, ...]
    """Of the file and of the making of its map."""

    @property
    def ticks(self) -> int:
        """How many time steps its obstacles and problems last."""
        last = [obstacle.states[-1].tick for obstacle in self.obstacles if not obstacle.static]
        return max([*last, *(problem.tick for problem in self.problems)], default=0) + 1


def read_scenario(path: Path | str, *, largest: int = LARGEST) -> Scenario:
    """A whole CommonRoad file of at most `largest` bytes unpacked.

    Raises `BadInput` for a broken file and `Unsupported` for another version, with file:line <element>.
    """
    markup = load(path, "commonRoad", largest=largest)
    version = markup.text(markup.root, "commonRoadVersion")
    if version not in VERSIONS:
        what = f"CommonRoad {version[:20]} is not read"
        raise Unsupported(what, place=markup.place(markup.root), remedy=f"give CommonRoad {' or '.join(VERSIONS)}")
    step = markup.number(markup.root, "timeStepSize", low=1e-4)
    signs = read_signs(markup)
    lanelets = read_lanelets(markup, signs)
    if not lanelets:
        raise markup.bad(markup.root, "no <lanelet> in the file", "give a file with a map")
    name = markup.text(markup.root, "benchmarkID", Path(path).name.partition(".")[0])
    made = to_map(
        lanelets, markup.path, Rules(tuple(signs.posts), geo_reference=geo_reference(markup), left_hand=left_hand(name))
    )
    kept = {lanelet.name: lanelet for lanelet in lanelets}
    obstacles, problems = read_obstacles(markup), read_problems(markup, kept, step)
    typed = next(markup.root.iterfind("{*}lanelet/{*}laneletType"), None) is not None
    return Scenario(version, name, step, kept, made, signs, obstacles, problems, typed, markup.dropped() + made.notices)


def left_hand(name: str) -> bool | None:
    """Whether traffic keeps left in the country that a benchmark's name begins with; None of the made-up Zamunda."""
    country = name.removeprefix("C-").partition("_")[0]
    return None if len(country) != 3 or country == "ZAM" else country in LEFT_HAND


def geo_reference(markup: Markup) -> str:
    """The projection that a file names; empty if it names none."""
    location = markup.only(markup.root, "location")
    transformation = None if location is None else markup.only(location, "geoTransformation")
    reference = None if transformation is None else markup.only(transformation, "geoReference")
    if transformation is not None and markup.only(transformation, "additionalTransformation") is not None:
        markup.drop(transformation, "<additionalTransformation>: the map stays in the file's own frame")
    return "" if reference is None else (reference.text or "").strip()
