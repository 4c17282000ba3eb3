"""One chip of a car of several: what of the car runs here, and how it knows the others.

Each chip is booted by itself, with the same car and case and its own folder of papers: `addresses.toml` says where each
chip is reached (`CHIP = "host:port"`), `authority.pem` whose signature is good, `CHIP.pem` and `CHIP.key` who this is.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from aureole.cli.replaying.driven import digest_of
from aureole.core.car import Car
from aureole.core.errors import BadInput, Missing, Unsupported
from aureole.core.mission import Mission
from aureole.runtime.clock import Clock
from aureole.runtime.facilities.claims import Claims
from aureole.runtime.facilities.priority import PRIORITIES
from aureole.runtime.modes.afar import Way
from aureole.runtime.modes.losses import BRIDGE
from aureole.runtime.net.bridge import Bridge
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.links import Link, door_of, far_of, links_of, share_of
from aureole.runtime.net.session import Certificates, Door, opened
from aureole.runtime.nodes.node import Node
from aureole.runtime.nodes.system import System
from aureole.runtime.services.service import Call
from aureole.security.certificates import named
from aureole.vehicle.manifest import strict

ADDRESSES, AUTHORITY = "addresses.toml", "authority.pem"
ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\s:/\[\]]+):(\d{1,5})")
PORTS = range(1, 1 << 16)
CAR, CASE = 40, 16  # letters of the car's name and of the case's digest that name a car between its chips


class Part(NamedTuple):
    """Which chip this machine is."""

    chip: str = ""
    """Empty: the car has one."""
    door: Door | None = None
    """None: nothing leaves it."""


ALONE = Part()
"""The one chip of a car that has one."""


class Joined(NamedTuple):
    """What is booted here."""

    system: System
    others: Mapping[str, Callable[..., Node]] = {}
    """Domains whose node is not the usual one."""
    networks: Mapping[Way, str] = {}
    """Over which network a topic comes or goes."""


def part_of(car: Car, chip: str, folder: Path | None) -> Part:
    """What the person has said, held against the car and the papers.

    Raises:
        BadInput: a chip was not named or is none, or a paper is missing or another's.
        Missing: the package that speaks between machines is not installed.
        Unsupported: guard and port are on different chips, or nothing that we speak joins two chips.
    """
    names = [each.name for each in car.chips]
    if not chip and len(names) > 1:
        remedy = "say which chip this machine is: " + " or ".join(f"--chip {name}" for name in names)
        raise BadInput(f"car {car.name} has several chips, each is booted by itself", remedy=remedy)
    links = links_of(car, chip) if chip else ()
    if not links:
        if folder is not None:
            what = "--net is for a chip that speaks to others"
            raise BadInput(what, remedy="leave it out" if chip else "name the chip: --chip NAME")
        return Part(chip)
    one_clock(car)
    if importlib.util.find_spec("zenoh") is None:
        raise Missing("eclipse-zenoh is not installed", remedy="pip install 'aureole[net]'")
    if folder is None:
        others = sorted({name for link in links for name in (link.topic.writer, *link.topic.readers)} - {chip})
        remedy = f"--net FOLDER with {ADDRESSES}, {AUTHORITY}, {chip}.pem and {chip}.key"
        raise BadInput(f"chip {chip} speaks to {', '.join(others)}, and has no papers", remedy=remedy)
    return Part(chip, door_of(car, chip, addresses(car, folder / ADDRESSES), papers(chip, folder)))


def one_clock(car: Car) -> None:
    """Refuse a guard that would reckon the age of what the port says by another machine's clock."""
    chips = {each.entry: each.chip for each in car.services if each.entry in ("port", "guard")}
    if len(set(chips.values())) > 1:
        raise Unsupported(
            f"the guard is on chip {chips['guard']} and the port on {chips['port']}: they need one clock",
            place=f"car {car.name}", remedy="put both on one chip",
        )  # fmt: skip


def addresses(car: Car, path: Path) -> dict[str, str]:
    """Where each chip is reached, `host:port`.

    Raises:
        BadInput: there is no such file, or it says something else.
    """
    names, found = {each.name for each in car.chips}, {}
    for name, value in strict.parse(path).items():
        remedy = 'write for each chip: NAME = "host:port"'
        if name not in names:
            raise BadInput(f"{strict.cut(name)}: is no chip of {car.name}", place=str(path), remedy=remedy)
        match = ADDRESS.fullmatch(value) if isinstance(value, str) else None
        if match is None or int(match[2]) not in PORTS:
            raise BadInput(f"{name}: is no host:port", place=str(path), remedy=remedy)
        found[name] = str(value)
    return found


def papers(chip: str, folder: Path) -> Certificates:
    """The authority's certificate, and this chip's with its key, in their order and still good.

    Raises:
        BadInput: one is missing, cannot be read, is another's or has expired.
    """
    found = Certificates(folder / AUTHORITY, folder / f"{chip}.pem", folder / f"{chip}.key")
    for path in found.paths:
        if not path.is_file() or not os.access(path, os.R_OK):
            remedy = f"--net takes a folder with {AUTHORITY}, {chip}.pem and {chip}.key (how-to: join-machines)"
            raise BadInput("there is no such file, or it may not be read", place=str(path), remedy=remedy)
    for path in (found.authority, found.own):
        name, begins, ends = named(path)
        if not begins <= dt.datetime.now(dt.UTC) < ends:
            what = f"is good from {begins:%Y-%m-%d %H:%M} to {ends:%Y-%m-%d %H:%M} UTC, and not now"
            raise BadInput(what, place=str(path), remedy="make another, or set this machine's clock")
    if name != chip:
        raise BadInput(f"is the certificate of '{strict.cut(name)}', not of '{chip}'", place=str(found.own))
    return Certificates(*(path.resolve() for path in found.paths))


def joined(system: System, car: Car, mission: Mission, part: Part) -> Joined:
    """What of a whole car's system runs on a chip, and what joins it to the others.

    Raises:
        BadInput: nothing runs there.
    """
    if not part.chip:
        return Joined(system)
    whole = replace(car, services=system.services, topics=system.topics, chains=system.chains)
    share = share_of(whole, part.chip)
    if not share.services:
        raise BadInput(f"nothing runs on chip {part.chip}", place=f"car {car.name}", remedy="boot another")
    mine = replace(
        system, services=share.services, topics=share.topics, chains=share.chains, whole=system.chains,
        far=far_of(whole, part.chip), together=system.together & {each.domain for each in share.services},
    )  # fmt: skip
    if part.door is None:
        return Joined(mine)
    name = f"{car.name[:CAR]}.{digest_of(mission)[:CASE]}"  # whoever drives another case is not heard
    links = links_of(whole, part.chip)
    networks = {
        (link.topic.name, reader if link.topic.writer == part.chip else link.topic.writer): network
        for link in links
        for reader, network in zip(link.topic.readers, link.networks, strict=True)
        if part.chip in (link.topic.writer, reader)
    }
    return Joined(walled(mine, part.door), {BRIDGE: bridge_of(part.chip, part.door, name, links)}, networks)


def walled(system: System, door: Door) -> System:
    """The same with what its bridge may do: it alone speaks to other machines, and it alone reads the folder of papers.

    It has the least real-time priority of those that a chain goes through: what it does for others delays nobody here.
    """
    hurried = {BRIDGE: PRIORITIES["QM"]} if any(system.priorities.values()) else {}
    return replace(
        system, factories={**system.factories, BRIDGE: Nothing}, priorities={**system.priorities, **hurried},
        networked=system.networked | {BRIDGE},
        reads={**system.reads, BRIDGE: tuple(dict.fromkeys(str(each.parent) for each in door.certificates.paths))},
    )  # fmt: skip


def bridge_of(chip: str, door: Door, name: str, links: Sequence[Link]) -> Callable[..., Node]:
    """Who makes the node that joins a chip to the others; `name` is the car's on the wire."""
    topics = [link.topic for link in links]

    def bridge(system: System, _: str, control: socket.socket, clock: Clock, claims: Claims | None) -> Node:
        def far() -> NetBus:
            session = opened(chip, name, topics, door, system.frames)
            return NetBus(chip, name, topics, system.frames, session, clock)

        return Bridge(system, control, clock, far, claims)

    return bridge


class Nothing:
    """Stands where the bridge's service would be: the node itself does its work."""

    def begin(self) -> None:
        """Nothing to remember."""

    def serve(self, _call: Call, _memory: None) -> None:
        """Nothing to do."""
