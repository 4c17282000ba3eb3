"""Asking a booted car from another process."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import msgspec

from aureole.cli.booted.desk import short
from aureole.cli.booted.place import SOCKET, runtime
from aureole.core.errors import Missing, Trouble

PATIENCE = 5.0  # s


class Asking:
    """A connection to the car that runs here."""

    def __init__(self, folder: Path | None = None) -> None:
        """Connect.

        Raises:
            Missing: nothing runs, or it is another user's.
        """
        place = folder or runtime()
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(PATIENCE)
        self.left = b""
        try:
            with short(place) as way:
                self.sock.connect(f"{way}/{SOCKET}")
        except PermissionError as error:
            self.sock.close()
            raise Missing("this is another user's car", place=str(place / SOCKET), remedy="ask as that user") from error
        except OSError as error:
            self.sock.close()
            raise Missing(
                "no car runs here", place=str(place), remedy="boot one: aureole up sedan; what was: aureole log"
            ) from error

    def ask(self, what: str, **more: Any) -> dict[str, Any]:
        """One question, one answer.

        Raises:
            Trouble: the car has gone meanwhile, does not answer, or did not understand.
        """
        try:
            self.sock.sendall(msgspec.json.encode({"ask": what, **more}) + b"\n")
            while b"\n" not in self.left:
                text = self.sock.recv(1 << 16)
                if not text:
                    raise Missing("the car has stopped", remedy="aureole log tells why")
                self.left += text
        except TimeoutError as error:
            raise Trouble(f"the car does not answer within {PATIENCE:g} s", remedy="aureole log") from error
        except OSError as error:
            raise Missing("the car has stopped", remedy="aureole log tells why") from error
        first, _, self.left = self.left.partition(b"\n")
        answer: dict[str, Any] = msgspec.json.decode(first)
        if "error" in answer:
            raise Trouble(str(answer["error"]))
        return answer

    def close(self) -> None:
        """Ask no more."""
        self.sock.close()


def runs(folder: Path) -> dict[str, Any] | None:
    """What runs there, if anything does."""
    try:
        asking = Asking(folder)
    except Missing:
        return None
    try:
        return asking.ask("status")
    except Trouble:
        return None
    finally:
        asking.close()
