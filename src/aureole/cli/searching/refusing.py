"""Options of a search that cannot be, refused before anything is read."""

from __future__ import annotations

from aureole.core.errors import BadInput, Unsupported
from aureole.exam.search.margin import refuse_unknown

MOST = 1_000_000  # draws of one driver


def refuse(find: str, budget: int, *, resume: bool) -> None:
    """Raise BadInput or Unsupported for what a search does not take."""
    refuse_unknown(find)
    if not 1 <= budget <= MOST:
        raise BadInput(f"--budget {budget}: expected 1 to {MOST}")
    if resume:
        raise Unsupported("--search has nothing to --resume: the same search with the same seed finds the same")
