"""`aureole log`: what the car that runs here, or the last one, has lived through."""

from __future__ import annotations

from pathlib import Path

from aureole.cli import given


def log(
    record: Path | None = None,
    *,
    since: str = "",
    follow: bool = False,
    service: str = "",
    what: str = "",
    json: bool = False,
    lang: str = "",
) -> int:
    """Tell what happened: starts and ends, deadlines missed and why, modes, trouble codes; of the newest run.

    Args:
        record: the folder or the journal of a drive --runtime; what was booted by aureole up if left out.
        since: of all runs from then on: 90s, 10m, 2h, 3d before now, or a moment like 2026-11-26T14:00.
        follow: go on telling until Ctrl-C.
        service: only what is about this service, or its domain.
        what: only this kind: deadline, ended, failed, stuck, degraded, mode, drive, ...
        json: print the lines as they are written, JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.system.telling import Wanted, tell

    return tell(record, Wanted(since, service, what), lang, follow=follow, json=json)
