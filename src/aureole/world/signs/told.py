"""The signals of a drive as words of its record, so that it can be judged again without its scenario."""

from __future__ import annotations

import json
from typing import Any, get_args, get_type_hints

import numpy as np

from aureole.core.brief import Signs, unsigned
from aureole.core.errors import BadInput

WORD = "signs"  # of a record


def told(signs: Signs) -> dict[str, str]:
    """What a record says of the signals of one world; nothing where there are none."""
    if not len(signs.kind):
        return {}
    arrays: dict[str, Any] = signs._asdict()
    return {WORD: json.dumps({name: array.tolist() for name, array in arrays.items()})}


def signs_of(text: str | None) -> Signs:
    """The signals that a record of one drive tells.

    Raises:
        BadInput: it tells them in other words than this version's.
    """
    if not text:
        return unsigned(1)
    try:
        given: dict[str, Any] = json.loads(text)
        arrays = {name: np.array(given[name], dtype) for name, (dtype, _) in columns().items()}
        count = len(arrays["kind"])
        sizes = {"worlds": 1, "signals": count}
        for name, (_, axes) in columns().items():
            arrays[name] = arrays[name].reshape([sizes.get(axis) or int(axis) for axis in axes])
    except (KeyError, ValueError, TypeError, OverflowError) as error:
        what = f"the record does not say which signals there were: {error}"
        raise BadInput(what, remedy="drive the case again with this version") from None
    return Signs(**arrays)


def columns() -> dict[str, tuple[Any, list[str]]]:
    """Type and axes of each column, as `Signs` declares them."""
    found = {}
    for name, hint in get_type_hints(Signs, include_extras=True).items():
        array, axes = get_args(hint)[:2]
        found[name] = (get_args(get_args(array)[1])[0], axes.split())
    return found
