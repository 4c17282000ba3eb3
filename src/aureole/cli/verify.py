"""`aureole verify`: drive it again and compare, bit for bit."""

from __future__ import annotations

import json as plain
from pathlib import Path

from aureole.cli import given
from aureole.core.errors import BadInput


def verify(path: Path, *, jobs: int = 1, shard: int = 512, json: bool = False, lang: str = "") -> int:
    """Drive a record, or every case of an exam folder, again and compare digests and verdicts.

    On a like machine (same CPU features, same library versions) digests must be equal; on another
    one the verdicts are compared, and it says so.

    Args:
        path: drive.mcap, case.zip, or a folder with one of them or with verdicts.json.
        jobs: processes that drive; the result must not depend on it.
        shard: drives side by side; the result must not depend on it.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if jobs < 1 or shard < 1:
        raise BadInput("--jobs and --shard must be at least 1")
    from aureole.cli.work.verifying import again

    found = again(path, jobs=jobs, shard=shard)
    if json:
        print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1))
    else:
        print(found.text(lang))
    return 0 if found.holds else 1
