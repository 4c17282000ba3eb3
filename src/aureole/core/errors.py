"""Errors that say what happened, where, and what to do about it."""


class Trouble(Exception):
    """What happened (value, limit), at which `place` (file:line element, case, node, tick; or none), the `remedy`."""

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


class Blind(Trouble):
    """Perception failed while it drove: what it gives is no answer."""

    exit_code = 1


class BadWord(Trouble):
    """A word (`Plan`, `Command`, ...) breaks its declared shape, type or range."""
