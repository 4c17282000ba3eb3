"""The sites whose people are known, as `sites.toml` has them: fitted to open recordings, none of which is here."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import msgspec
import numpy as np

from aureole.core.errors import BadInput
from aureole.core.notes import Float64

FILE = Path(__file__).with_name("sites.toml")
IDM, HUMAN = "idm", "human"
USUAL = "us101"
"""Whose people drive where no site is named and the log is of none: the site with the most windows."""


NAMES = {"US101": "us101", "Lanker": "lankershim", "Peach": "peachtree"}
"""The places of CommonRoad's identifiers as we call their sites."""


class Change(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """How people of a site change lanes: `changing.NAMES`, their standard errors, nats a chance held out."""

    threshold: float
    whim: float
    polite: float
    room: float
    errors: list[float]
    held_out: dict[str, float]
    rate: float
    """Changes a second for each lane beside, if nothing else is known."""


class Site(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One site."""

    source: str
    recordings: int
    seconds: float
    drivers_seen: int
    windows: int
    changes: int
    parts: str
    scale: float
    typical: list[float]
    low: list[float]
    high: list[float]
    held_out: dict[str, float]
    drivers: list[list[float]]
    """Share, then `following.NAMES`."""
    changing: Change | None = None

    @property
    def share(self) -> Float64:
        """[drivers] adding up to 1."""
        found = np.array([row[0] for row in self.drivers], np.float64)
        return np.asarray(found / found.sum())

    @property
    def table(self) -> Float64:
        """[drivers, 5] `following.NAMES`."""
        return np.array([row[1:] for row in self.drivers], np.float64)


def site_of(name: str) -> str:
    """The site of a recording by its file's name: the place in CommonRoad's identifiers, else the name itself.

    >>> site_of("USA_US101-10_1_T-1.xml.gz"), site_of("DEU_Muc-1_1_T-1.xml"), site_of("mine.xml")
    ('us101', 'muc', 'mine')
    """
    found = re.match(r"[A-Z]{3}_([A-Za-z0-9]+)-", name)
    if found is None:
        return name.partition(".")[0].lower()
    return NAMES.get(found[1], found[1].lower())


@functools.cache
def sites() -> dict[str, Site]:
    """Every site by name."""
    return msgspec.toml.decode(FILE.read_bytes(), type=dict[str, Site])


def words() -> tuple[str, ...]:
    """What may be said of traffic: idm, human, human:SITE."""
    return (IDM, HUMAN, *(f"{HUMAN}:{name}" for name in sites()))


def vet(word: str) -> str:
    """The same word, if it says how traffic drives.

    Raises:
        BadInput: it does not; the remedy names what there is.
    """
    if word not in words():
        raise BadInput(f"traffic '{word[:40]}' is not known", remedy=f"take one of {', '.join(words())}")
    return word


def named(site: str | None) -> str:
    """The word for the people of a site; of none for the textbook driver."""
    return IDM if site is None else f"{HUMAN}:{site}"


def chosen(word: str, file: str = "") -> str | None:
    """The site whose people a word means; None for the textbook driver.

    `human` alone means those of the site of the log `file`, if they are known, else of `USUAL`.
    """
    if vet(word) == IDM:
        return None
    if word != HUMAN:
        return word.partition(":")[2]
    own = site_of(file)
    return own if own in sites() else USUAL
