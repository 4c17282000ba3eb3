"""The status of a trouble code, bit by bit as ISO 14229-1:2020, D.2 has it, and how it changes."""

from __future__ import annotations

from enum import IntFlag


class Status(IntFlag):
    """Bits of the status byte; bit 4 and 6 are set until a test has been made."""

    FAILED = 0x01
    """testFailed: it failed when it was tested last."""
    FAILED_THIS_CYCLE = 0x02
    """testFailedThisOperationCycle"""
    PENDING = 0x04
    """pendingDTC: it failed in this or the last cycle."""
    CONFIRMED = 0x08
    """confirmedDTC: it failed as often as it takes; stays until it is cleared."""
    NOT_TESTED_SINCE_CLEAR = 0x10
    """testNotCompletedSinceLastClear"""
    FAILED_SINCE_CLEAR = 0x20
    """testFailedSinceLastClear"""
    NOT_TESTED_THIS_CYCLE = 0x40
    """testNotCompletedThisOperationCycle"""
    WARNING = 0x80
    """warningIndicatorRequested: a human should be told."""


CLEARED = Status.NOT_TESTED_SINCE_CLEAR | Status.NOT_TESTED_THIS_CYCLE


def failed(status: Status, times: int, confirm: int, *, warn: bool) -> Status:
    """A test has failed, the `times`th time; `confirm`: so often until the code is confirmed."""
    tested = status & ~(Status.NOT_TESTED_SINCE_CLEAR | Status.NOT_TESTED_THIS_CYCLE)
    found = tested | Status.FAILED | Status.FAILED_THIS_CYCLE | Status.PENDING | Status.FAILED_SINCE_CLEAR
    if times >= confirm:
        found |= Status.CONFIRMED | (Status.WARNING if warn else Status(0))
    return found


def passed(status: Status) -> Status:
    """A test was made, and did not fail."""
    return status & ~(Status.FAILED | Status.NOT_TESTED_SINCE_CLEAR | Status.NOT_TESTED_THIS_CYCLE)


def next_cycle(status: Status) -> Status:
    """A new operation cycle begins: what did not fail in the last one, though it was tested, is pending no longer."""
    quiet = not status & (Status.FAILED_THIS_CYCLE | Status.NOT_TESTED_THIS_CYCLE)
    kept = status & ~Status.PENDING if quiet else status
    return (kept & ~(Status.FAILED_THIS_CYCLE | Status.FAILED)) | Status.NOT_TESTED_THIS_CYCLE
