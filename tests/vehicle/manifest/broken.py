"""A manifest that fits, and a way to change one thing in it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from aureole.core.car import Car
from aureole.core.resources import Chain, Chip, Network, Service
from aureole.core.topic import Topic
from aureole.vehicle import cars
from aureole.vehicle.manifest.consistency import check

SEDAN = cars.load("sedan")
BARE = replace(SEDAN, chips=(), networks=(), services=(), topics=(), chains=())
CHIP = Chip("main", 2, 1.0, 8e9, "", "D")
SECOND = replace(CHIP, name="second")


def service(name: str, trigger: str = "", period: float = 0.0, **other: Any) -> Service:
    """A small service with a process of its own."""
    plain = Service(name, f"own.{name}:Part", name, trigger, period, 1e-3, 1e6, "QM")
    return replace(plain, **other)


def topic(name: str, writer: str, *readers: str, **other: Any) -> Topic:
    """A slow topic that is not recorded."""
    return replace(Topic(name, "Plan", 1.0, 1.0, writer, readers, recorded=False), **other)


def chain(*services: str, deadline: float = 1.0, percentile: float = 99.0) -> Chain:
    """A chain named `way`."""
    return Chain("way", services, deadline, percentile)


def network(*chips: str, latency: float = 0.0) -> Network:
    """A network named `wire`."""
    return Network("wire", "ethernet", 1e9, latency, chips)


def car(*parts: Chip | Network | Service | Topic | Chain, chips: tuple[Chip, ...] = (CHIP,)) -> Car:
    """A car with these parts in its manifest."""
    kinds = {"networks": Network, "services": Service, "topics": Topic, "chains": Chain}
    sorted_out = {key: tuple(part for part in parts if isinstance(part, kind)) for key, kind in kinds.items()}
    return replace(BARE, chips=chips, **sorted_out)


def changed(table: str, name: str, **values: Any) -> Car:
    """The sedan with other values in one entry of its manifest."""
    entries = getattr(SEDAN, table)
    assert name in [entry.name for entry in entries]
    return replace(SEDAN, **{table: tuple(replace(e, **values) if e.name == name else e for e in entries)})


def added(table: str, entry: Any) -> Car:
    """The sedan with one entry more."""
    return replace(SEDAN, **{table: (*getattr(SEDAN, table), entry)})


def told(given: Car) -> list[tuple[str, str]]:
    """Which rules are broken where."""
    return [(finding.rule, finding.where) for finding in check(given)]


PAIR = (service("eye", period=0.1), service("hand", "look"), topic("look", "eye", "hand"))
"""Two services and what goes between them; nothing to complain about."""
