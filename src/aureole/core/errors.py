"""Errors that say what happened, where, and what to do about it."""


class Trouble(Exception):
    """Something a person can mend: `what` happened (with value and limit), at `place`, and the `remedy`.

    A place is file:line element, case, node or tick; place and remedy may be empty.
    """

    exit_code = 4

    def __init__(self, what: str, *, place: str = "", remedy: str = "") -> None:
        super().__init__(what)
        self.what, self.place, self.remedy = what, place, remedy

    def __str__(self) -> str:
        place = f"{self.place}: " if self.place else ""
        remedy = f"\n  → {self.remedy}" if self.remedy else ""
        return f"{place}{self.what}{remedy}"


class BadInput(Trouble):
    """The person gave something wrong: a file, a value, a name."""

    exit_code = 2


class Unsupported(BadInput):
    """A file asks for something that is not there yet; it is named, never skipped."""


class Missing(Trouble):
    """This machine lacks something: a package, a right, a device."""

    exit_code = 3


class BadWord(Trouble):
    """A word (`Plan`, `Command`, ...) breaks its declared shape, type or range."""
