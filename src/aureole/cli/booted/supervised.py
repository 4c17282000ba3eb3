"""What is read from the supervisor of a booted car, in one place."""

from __future__ import annotations

from typing import Any

import msgspec

from aureole.runtime.supervise.supervisor import Supervisor


def mode(supervisor: Supervisor) -> str:
    """The car's mode; `starting` until all have begun, or it is known that they never will."""
    return str(supervisor.mode) if supervisor.begun or supervisor.over else "starting"


def restarts(supervisor: Supervisor, domain: str) -> int:
    """How often a node was started anew."""
    tries = supervisor.recovery.tries.get(domain)
    return 0 if tries is None else tries.total


def cleared(supervisor: Supervisor) -> int:
    """Forget all trouble codes, on somebody's command; how many they were. What fails again comes back."""
    diagnosis = supervisor.diagnosis
    gone = diagnosis.book.clear()
    diagnosis.seen.clear()
    diagnosis.write(supervisor.clock.now())
    return gone


def codes(supervisor: Supervisor) -> list[dict[str, Any]]:
    """The trouble codes there are, with their freeze frames."""
    return [msgspec.to_builtins(code) for code in supervisor.codes.codes.values()]
