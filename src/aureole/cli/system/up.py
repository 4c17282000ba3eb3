"""`aureole up`: a car's operating system on this machine, until it is told to stop."""

from __future__ import annotations

import sys
from pathlib import Path

from aureole.cli import given
from aureole.core.errors import BadInput, Missing, Unsupported

LONGEST = 1e7  # s; four months
LEAST = 1 << 20  # bytes; less holds no second


def up(
    car: str = "sedan",
    *,
    port: str = "world",
    case: str = "",
    driver: str = "rules",
    seconds: float = 0.0,
    detach: bool = False,
    stop: bool = False,
    channel: str = "",
    key: Path | None = None,
    record_limit: int | None = None,
    chip: str = "",
    net: Path | None = None,
    senses: str = "given",
    json: bool = False,
    lang: str = "",
) -> int:
    """Boot a car's operating system on this machine; it runs in real time until Ctrl-C, SIGTERM or --stop.

    Args:
        car: sedan, suv, lorry or a .toml file.
        port: what is behind the car's port: world (a case that begins anew when it ends), can (a CAN bus with that
            world at its other end), or recorded (a recorded drive, again and again: commands go nowhere).
        case: of the world: an embedded name (see aureole cases) or a scenario file, the default case if left out; of
            --port recorded: a folder of comma2k19.
        driver: rules, an installed one, package.module:Class, or a network FILE.onnx.
        seconds: how long it runs; until it is told to stop if left out.
        detach: run in the background, as soon as all services run.
        stop: stop the car that runs here.
        channel: with --port can: a CAN interface, or a multicast group; a virtual interface if there is one, else UDP
            multicast within this machine.
        key: with --port can: file with the key of the bus; one is made for this boot if left out.
        record_limit: bytes that the recorder may take on the disk, the oldest gives way first and what lies around a
            fault last; 2 GiB if left out.
        chip: of a car of several chips, the one that this machine is: its services run here, the others are joined.
        senses: what the driver is given: given (things, by the world); perceived is for aureole drive --runtime alone.
        net: with --chip: folder with addresses.toml (CHIP = "host:port" for each), authority.pem, CHIP.pem, CHIP.key.
        json: print a line of JSON for whatever happens.
        lang: zh or en.
    """
    lang = given.language(lang)
    if sys.platform != "linux":
        raise Missing("the operating system of a car needs Linux", remedy="aureole drive and exam run here")
    from aureole.cli.system.booting import Wish, boot, detached, stopped
    from aureole.runtime.recorder.ring import LIMIT

    if stop:
        return stopped(lang)
    if senses != "given":
        what = f"--senses {senses} with aureole up: nobody draws pictures for a car that goes on and on"
        raise Unsupported(what, remedy="leave it out; one drive can: aureole drive CASE --senses perceived --runtime")
    if seconds:
        given.seconds("--seconds", seconds, 0.1, LONGEST)
    if detach and json:
        raise BadInput("--detach with --json", remedy="leave one of them out; aureole log --follow --json tells all")
    if record_limit is not None and record_limit < LEAST:
        raise BadInput(f"--record-limit {record_limit}: expected at least {LEAST} bytes", remedy="leave it out")
    wish = Wish(car, port, case, driver, seconds, channel, key, record_limit or LIMIT, chip, net)
    return detached(wish, lang) if detach else boot(wish, lang, json=json)
