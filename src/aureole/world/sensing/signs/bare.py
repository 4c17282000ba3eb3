"""Signals and temporary objects where there are none: what a look begins with."""

from __future__ import annotations

import numpy as np

from aureole.core.observation import Objects, Signals

SIGNALS, OBJECTS = 16, 32  # places in an observation


def no_signals(worlds: int) -> Signals:
    """No signal anywhere."""
    shape = (worlds, SIGNALS)
    return Signals(
        present=np.zeros(shape, dtype=np.bool_),
        id=np.full(shape, -1, dtype=np.int32),
        xy=np.zeros((*shape, 2), dtype=np.float32),
        heading=np.zeros(shape, dtype=np.float32),
        kind=np.zeros(shape, dtype=np.int32),
        state=np.zeros(shape, dtype=np.int32),
        value=np.zeros(shape, dtype=np.float32),
        ahead=np.full(shape, np.inf, dtype=np.float32),
        temporary=np.zeros(shape, dtype=np.bool_),
        sure=np.zeros(shape, dtype=np.float32),
        given=np.ones(worlds, dtype=np.bool_),
    )


def no_objects(worlds: int) -> Objects:
    """No temporary object anywhere."""
    shape = (worlds, OBJECTS)
    return Objects(
        present=np.zeros(shape, dtype=np.bool_),
        id=np.full(shape, -1, dtype=np.int32),
        xy=np.zeros((*shape, 2), dtype=np.float32),
        heading=np.zeros(shape, dtype=np.float32),
        size=np.zeros((*shape, 2), dtype=np.float32),
        kind=np.zeros(shape, dtype=np.int32),
        sure=np.zeros(shape, dtype=np.float32),
        given=np.ones(worlds, dtype=np.bool_),
    )
