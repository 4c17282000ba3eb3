"""`aureole up`: a car's operating system on this machine, until it is told to stop."""

from __future__ import annotations

import sys

from aureole.cli import given
from aureole.core.errors import BadInput, Missing

LONGEST = 1e7  # s; four months


def up(
    car: str = "sedan",
    *,
    port: str = "world",
    case: str = "",
    driver: str = "rules",
    seconds: float = 0.0,
    detach: bool = False,
    stop: bool = False,
    json: bool = False,
    lang: str = "",
) -> int:
    """Boot a car's operating system on this machine; it runs in real time until Ctrl-C, SIGTERM or --stop.

    Args:
        car: sedan, suv, lorry or a .toml file.
        port: what is behind the car's port: world (a case that begins anew when it ends); can and recorded are not
            there yet.
        case: of the world: an embedded name (see aureole cases) or a scenario file; the default case if left out.
        driver: rules, an installed one, package.module:Class, or a network FILE.onnx.
        seconds: how long it runs; until it is told to stop if left out.
        detach: run in the background, as soon as all services run.
        stop: stop the car that runs here.
        json: print a line of JSON for whatever happens.
        lang: zh or en.
    """
    lang = given.language(lang)
    if sys.platform != "linux":
        raise Missing("the operating system of a car needs Linux", remedy="aureole drive and exam run here")
    from aureole.cli.system.booting import Wish, boot, detached, stopped

    if stop:
        return stopped(lang)
    if seconds:
        given.seconds("--seconds", seconds, 0.1, LONGEST)
    if detach and json:
        raise BadInput("--detach with --json", remedy="leave one of them out; aureole log --follow --json tells all")
    wish = Wish(car, port, case, driver, seconds)
    return detached(wish, lang) if detach else boot(wish, lang, json=json)
