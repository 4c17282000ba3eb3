"""What the school needs of this machine: torch, and so many processor cores."""

from __future__ import annotations

from aureole.core.errors import BadInput, Missing


def prepared(threads: int) -> None:
    """Have torch work on so many cores.

    Raises:
        BadInput: on none.
        Missing: torch is not installed.
    """
    if threads < 1:
        raise BadInput(f"--threads {threads}: expected 1 or more")
    try:
        import torch
    except ImportError:
        raise Missing("torch is not installed", remedy="pip install 'aureole[learn]'") from None
    torch.set_num_threads(threads)
    torch.use_deterministic_algorithms(mode=True)
