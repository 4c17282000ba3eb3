"""`aureole`: the verbs, and how errors are told."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import cyclopts

from aureole import __version__
from aureole.cli.say import legible
from aureole.core.errors import Trouble

app = cyclopts.App(
    name="aureole",
    version=__version__,
    help="An open vehicle operating system with a driver inside, and a world that examines and teaches it.",
    result_action="return_value",
)
for verb in ("drive", "exam", "compare", "cases", "verify", "replay", "doctor", "world"):
    app.command(f"aureole.cli.{verb}:{verb}", name=verb)
app.command("aureole.cli.check.check:check", name="check")
app.command("aureole.cli.car.car:car", name="car")
app.command("aureole.cli.learning.train:train", name="train")
for verb in ("up", "status", "top", "log"):
    app.command(f"aureole.cli.system.{verb}:{verb}", name=verb)

NOT_YET = (
    "export", "sign", "update", "fleet", "cockpit",
)  # fmt: skip


def main(words: list[str] | None = None) -> None:
    """Run one verb; exit code 0 passed, 1 failed, 2 wrong usage, 3 something is missing, 4 it broke."""
    given = sys.argv[1:] if words is None else words
    if given and given[0] in NOT_YET:
        print(f"aureole {given[0]}: not there yet; see 'What is not there yet' in the README", file=sys.stderr)
        raise SystemExit(2)
    raise SystemExit(telling(lambda: app(given, exit_on_error=False, print_error=False), given))


def telling(work: Callable[[], Any], given: Sequence[str] = ()) -> int:
    """Do it; the exit code, and what went wrong told as a person can read it."""
    try:
        result: Any = work()
    except Trouble as trouble:
        print(f"aureole: {legible(str(trouble))}", file=sys.stderr)
        return trouble.exit_code
    except cyclopts.CycloptsError as error:
        print(f"aureole: {error}\n  → aureole {' '.join(given[:1])} --help shows what there is", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("aureole: stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # the reader of our output has gone (`aureole cases | head`): say nothing, and let nothing more be flushed to it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except MemoryError:
        print("aureole: out of memory\n  → examine fewer cases at a time", file=sys.stderr)
        return 4
    return result if isinstance(result, int) else 0
