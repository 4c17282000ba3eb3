"""The maps of a course: made ones by kind and split, single made ones, files; each compiled once in a process."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from aureole.core.errors import BadInput
from aureole.gym.options import Options
from aureole.world.maps import READERS
from aureole.world.roads.making.draw import split as split_of
from aureole.world.roads.making.make import make
from aureole.world.roads.making.parameters import KINDS
from aureole.world.roads.reading.markup import LARGEST, Markup
from aureole.world.roads.reading.opendrive import Map, read_markup
from aureole.world.traffic.people.drawing import peopled
from aureole.world.traffic.people.sites import chosen, sites
from aureole.world.traffic.site import Site, site_of

KEPT = 32  # sites that are kept in memory; one takes a few MB


def seeds_of(split: str, count: int) -> list[int]:
    """The first seeds of a split.

    >>> seeds_of("test", 3)
    [25, 33, 35]
    """
    found: list[int] = []
    seed = 0
    while len(found) < count:
        if split_of(seed) == split:
            found.append(seed)
        seed += 1
    return found


def sites_of(options: Options) -> list[Site]:
    """Every map of a course, with lists for its nearest points.

    Raises:
        BadInput: no map, no such kind, or a file that cannot be read.
    """
    asked = [options.maps] if isinstance(options.maps, str | Path) else list(options.maps)
    names = [name for each in asked for name in named(each, options)]
    if not names:
        raise BadInput("maps: none", remedy=f"give one of {', '.join(KINDS)}, or a file")
    found = [site(name, options.points) for name in dict.fromkeys(names)]
    people = chosen(options.people)
    if people is None:
        return found
    nets = [peopled(each.traffic.net, sites()[people]) for each in found]
    return [each._replace(traffic=each.traffic._replace(net=net)) for each, net in zip(found, nets, strict=True)]


def named(asked: str | Path, options: Options) -> Iterator[str]:
    """What was asked for, one map each: `kind:seed`, or a path."""
    text = str(asked)
    kind, colon, seed = text.partition(":")
    if kind in KINDS and not colon:
        yield from (f"{kind}:{each}" for each in seeds_of(options.split, options.count))
    elif kind in KINDS:
        if not seed.isdecimal():
            raise BadInput(f"maps: '{text[:40]}'", remedy=f"give {kind}, or {kind}:SEED with a whole number")
        yield text
    elif ending(text) in READERS:
        yield str(Path(text).resolve())
    else:
        raise BadInput(f"maps: '{text[:80]}' is no map", remedy=f"give one of {', '.join(KINDS)}, or a map's file")


def ending(name: str) -> str:
    """The ending of a file's name, `.gz` left away."""
    return name.removesuffix(".gz").rpartition(".")[2]


@functools.lru_cache(maxsize=KEPT)
def site(name: str, points: int) -> Site:
    """A map compiled."""
    return site_of(map_of(name), points)


def map_of(name: str) -> Map:
    """A made map by `kind:seed`, or a file's."""
    kind, _, seed = name.partition(":")
    if kind in KINDS:
        return read_markup(Markup(name, etree.fromstring(make(kind, int(seed)).data)))
    return READERS[ending(name)](Path(name), LARGEST).map
