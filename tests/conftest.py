"""What every room's tests may ask for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("the same every time", derandomize=True, deadline=None)
settings.load_profile("the same every time")


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of public files (`AUREOLE_DATA`, else ../shared/data); tests that need it are skipped without it."""
    root = Path(__file__).resolve().parent.parent
    folder = Path(os.environ.get("AUREOLE_DATA") or root / ".." / "shared" / "data").resolve()
    if not folder.is_dir():
        pytest.skip(f"no public data at {folder}; set AUREOLE_DATA")
    return folder
