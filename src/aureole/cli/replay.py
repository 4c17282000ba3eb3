"""`aureole replay`: a drive looked at again, from its record."""

from __future__ import annotations

from pathlib import Path

from aureole.cli import given
from aureole.core.errors import BadInput


def replay(
    path: Path, *, out: Path | None = None, trace: Path | None = None, runtime: bool = False, json: bool = False,
    lang: str = "",
) -> int:  # fmt: skip
    """Look at a drive again without driving it: tell what happened and when, rebuild its report.

    With --runtime it is fed back through the operating system: driver, follower and guard in processes of their own,
    the recording in the role of the port. Plans, wishes and commands must come out bit for bit.

    Args:
        path: drive.mcap, case.zip, or a folder with one of them; with --runtime also the folder of a recorder.
        out: folder for the report.
        trace: write every entity at every step to this CSV file.
        runtime: feed it back through the operating system and compare; 0 if identical, 1 if not.
        json: print the timeline, or what was compared, as JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if runtime:
        if out is not None or trace is not None:
            raise BadInput("--runtime with --out or --trace: a replay writes nothing", remedy="leave one of them out")
        from aureole.cli.replaying.again import again
        from aureole.cli.replaying.tell import as_json, text

        compared = again(path)
        print(as_json(compared) if json else text(compared, lang))
        return 0 if compared.same else 1
    from aureole.cli.packing.look import look

    found = look(path, out, trace, lang=lang)
    print(found.json() if json else found.text(lang))
    return 0
