"""`aureole car`: a car's description shown, its manifest checked."""

from __future__ import annotations

import json as plain

import cyclopts

from aureole.cli import given
from aureole.core.errors import Unsupported

car = cyclopts.App(
    name="car", help="Show and check the car as a description: its body, its computers, what runs there."
)


@car.command
def show(name: str = "sedan", *, signals: bool = False, json: bool = False, lang: str = "") -> int:
    """Show a car whole: body, limits, actuators, sensors, chips, networks, services, topics, chains.

    Args:
        name: an embedded car, or a FILE.toml.
        signals: what passes between the car and its computer instead, by the names of COVESA VSS.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.car.tell import as_dict, shown
    from aureole.vehicle.cars import load

    found = load(name)
    if signals:
        from aureole.cli.car.signals import as_list
        from aureole.cli.car.signals import signals as named

        print(plain.dumps(as_list(found), ensure_ascii=False, indent=1) if json else named(found, lang))
        return 0
    print(plain.dumps(as_dict(found), ensure_ascii=False, indent=1) if json else shown(found, lang))
    return 0


@car.command
def check(name: str, *, json: bool = False, lang: str = "") -> int:
    """Explain everything in a car's manifest that does not fit together; exit 2 if the car cannot be booted so.

    Args:
        name: an embedded car, or a FILE.toml.
        json: print JSON, in both languages.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.car.check import judged, told
    from aureole.vehicle.cars import load
    from aureole.vehicle.manifest import consistency

    found = load(name)
    findings = consistency.check(found)
    print(plain.dumps(judged(found, findings), ensure_ascii=False, indent=1) if json else told(found, findings, lang))
    return 2 if any(finding.severe for finding in findings) else 0


@car.command
def plan(name: str = "", *, json: bool = False, lang: str = "") -> int:
    """Place services on chips and cores; not there yet.

    Args:
        name: an embedded car, or a FILE.toml.
        json: print JSON.
        lang: zh or en.
    """
    raise Unsupported("car plan is not there yet", remedy=f"there is: aureole car check {name or 'NAME'}")


@car.command
def port(name: str = "", *, json: bool = False, lang: str = "") -> int:
    """Prove a port to a chip; not there yet.

    Args:
        name: of the port.
        json: print JSON.
        lang: zh or en.
    """
    raise Unsupported("car port is not there yet", remedy="there is: aureole car show NAME, aureole car check NAME")
