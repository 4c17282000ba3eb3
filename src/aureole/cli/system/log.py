"""`aureole log`: what the car that runs here, or the last one, has lived through."""

from __future__ import annotations

from pathlib import Path

from aureole.cli import given
from aureole.core.errors import BadInput


def log(
    record: Path | None = None,
    *,
    since: str = "",
    follow: bool = False,
    service: str = "",
    what: str = "",
    codes: bool = False,
    clear_codes: bool = False,
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
        codes: tell trouble codes instead, with the freeze frames of their first and last failures.
        clear_codes: forget all trouble codes; what fails again comes back.
        json: print the lines as they are written, JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if codes or clear_codes:
        from aureole.cli.journal.codes import codes as told
        from aureole.cli.journal.codes import forget

        if record is not None or since or follow or service or what or (codes and clear_codes):
            odd = "--codes and --clear-codes stand alone, and are about the car of aureole up"
            raise BadInput(odd, remedy="leave the others out")
        return forget(lang) if clear_codes else told(lang, json=json)
    from aureole.cli.system.telling import Wanted, tell

    return tell(record, Wanted(since, service, what), lang, follow=follow, json=json)
