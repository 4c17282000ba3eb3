"""Alive supervision of a node that does not serve yet: whoever is not made in time hangs, and is told with its place.

Nodes compile nothing and fetch nothing from elsewhere: what takes long is done before they are forked. So making a
node's services takes moments, and one that needs longer waits for something that does not come, or spins.
"""

from __future__ import annotations

from aureole.runtime.supervise.running import Running

SPAN = 5_000_000_000  # ns; of a car's own services: making these takes moments
PATIENT = 60_000_000_000  # ns; where no car waits: judges read maps, and by logical time the ends of a bus meet in 30 s


def unmade(node: Running, now: int, *, patient: bool) -> str | None:
    """Where a node hangs that should long have been made: `service.step`, and how long it may take; None: it does not.

    The steps: `start` (it has not even begun), `making` a service, what is handed to it (`take`), its `begin`, and
    `bounds` (control groups, frozen memory).
    """
    span = PATIENT if patient else SPAN
    if node.ready or now - node.born <= span:
        return None
    return f"{node.place} > {span * 1e-9:g} s"
