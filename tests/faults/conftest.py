"""The small car, driving."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.faults.car import Board, system_of
from tests.runtime.supervise.booting import Running, running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """These need the kernel's help."""
    for item in items:
        if sys.platform != "linux" and "faults" in item.path.parts:
            item.add_marker(pytest.mark.skip(reason="the operating system of the car needs Linux"))


@pytest.fixture
def car() -> Callable[..., contextlib.AbstractContextManager[tuple[Running, Board]]]:
    """Gives it booted and driving, with so many restarts, and a file for its trouble codes."""

    @contextlib.contextmanager
    def driving(restarts: int = 5, memory: Path | None = None) -> Iterator[tuple[Running, Board]]:
        board = Board()
        with running(system_of(board), restarts, memory) as drive:
            drive.wait_for(lambda: drive.all_called(5) and board["commands"] > 5)
            yield drive, board
            assert board["unsafe"] == 0, "an unsafe command came through"

    return driving
