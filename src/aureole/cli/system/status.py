"""`aureole status`: what runs here, and what this machine grants it."""

from __future__ import annotations

import json as plain

from aureole.cli import given


def status(*, json: bool = False, lang: str = "") -> int:
    """Tell what runs on this machine: services, topics, chains, and what the machine grants; exit 3 if nothing does.

    Args:
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.booted.asking import Asking
    from aureole.cli.system.tell import seen, told

    asking = Asking()
    try:
        found = seen(asking.ask("status"))
    finally:
        asking.close()
    print(plain.dumps(found, ensure_ascii=False, indent=1) if json else told(found, lang))
    return 0
