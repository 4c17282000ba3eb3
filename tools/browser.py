"""A headless Chromium spoken to over its debugging pipe: opens pages, measures them, presses keys, takes pictures."""

from __future__ import annotations

import base64
import json
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ON_MAC = ("Chromium", "Google Chrome")
OPTIONS = (
    "--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--remote-debugging-pipe",
)  # fmt: skip
HAND_OVER = """
import fcntl, os, sys
for number, file in enumerate([fcntl.fcntl(int(file), fcntl.F_DUPFD, 10) for file in sys.argv[1:3]], 3):
    os.dup2(file, number)
os.execvp(sys.argv[3], sys.argv[3:])
"""  # Chromium reads commands from file 3 and answers on file 4
LOOK = 0.02  # s; between two looks at a page that is waited for
PATIENCE = 90.0  # s; until the browser, or a page, must have answered


def found() -> str | None:
    """A Chromium on this machine."""
    named = [path for name in NAMES if (path := shutil.which(name))]
    mac = (Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in ON_MAC)
    return next(iter([*named, *(str(path) for path in mac if path.exists())]), None)


@dataclass
class Pipe:
    """Messages of the DevTools protocol, each ended by a zero byte."""

    to: int
    """File descriptor that is written."""
    back: int
    """File descriptor that is read."""
    held: bytes = b""

    def send(self, message: dict[str, Any]) -> None:
        """One message to the browser."""
        left = json.dumps(message).encode() + b"\0"
        while left:
            left = left[os.write(self.to, left) :]

    def receive(self) -> dict[str, Any]:
        """The next message from it."""
        while b"\0" not in self.held:
            if not select.select([self.back], [], [], PATIENCE)[0]:
                raise TimeoutError("the browser says nothing")
            more = os.read(self.back, 1 << 16)
            if not more:
                raise RuntimeError("the browser has ended")
            self.held += more
        first, self.held = self.held.split(b"\0", 1)
        told: dict[str, Any] = json.loads(first)
        return told


@dataclass
class Page:
    """One tab; every complaint of the page is kept in `faults`."""

    pipe: Pipe
    session: str = ""
    faults: list[str] = field(default_factory=list)
    count: int = 0

    def call(self, method: str, **given: Any) -> Any:
        """One command of the DevTools protocol, and its answer."""
        self.count += 1
        message = {"id": self.count, "method": method, "params": given}
        self.pipe.send(message | ({"sessionId": self.session} if self.session else {}))
        while True:
            told = self.pipe.receive()
            self._note(told)
            if told.get("id") == self.count:
                if "error" in told:
                    raise RuntimeError(f"{method}: {told['error']}")
                return told["result"]

    def _note(self, told: dict[str, Any]) -> None:
        given = told.get("params", {})
        if told.get("method") == "Runtime.exceptionThrown":
            detail = given["exceptionDetails"]
            self.faults.append(detail.get("exception", {}).get("description", detail["text"]))
        if told.get("method") == "Log.entryAdded" and given["entry"]["level"] in ("error", "warning"):
            self.faults.append(given["entry"]["text"])
        if told.get("method") == "Runtime.consoleAPICalled":
            self.faults.append(" ".join(str(one.get("value", one.get("description"))) for one in given["args"]))

    def look(self, *, width: int = 1280, height: int = 900, dark: bool = False, ratio: float = 1.0) -> None:
        """The window's size in CSS pixels, the scheme the system asks for, device pixels a CSS pixel."""
        self.call(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=ratio,
            mobile=width < 700,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.call("Emulation.setEmulatedMedia", features=[scheme])

    def open(self, path: Path, anchor: str = "") -> None:
        """Load a file and wait until it says that it is ready."""
        self.load(path, anchor)
        self.until("document.documentElement && 'ready' in document.documentElement.dataset")

    def load(self, path: Path, anchor: str = "") -> None:
        """Begin to load a file anew, whatever is shown: every time under an address of its own."""
        mark = f"?opened={self.count}"
        told = self.call("Page.navigate", url=path.resolve().as_uri() + mark + anchor)
        if "errorText" in told:
            raise RuntimeError(f"{path}: {told['errorText']}")
        self.until(f"location.search === '{mark}'")

    def until(self, condition: str) -> None:
        """Wait until an expression is true."""
        for _ in range(round(PATIENCE / LOOK)):
            if self.ask(f"Boolean({condition})"):
                return
            time.sleep(LOOK)
        raise TimeoutError(f"never came true: {condition}; faults: {self.faults}")

    def ask(self, expression: str) -> Any:
        """The value of an expression in the page; a promise is waited for."""
        told = self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        if "exceptionDetails" in told:
            raise RuntimeError(told["exceptionDetails"].get("exception", {}).get("description", "the page threw"))
        return told["result"].get("value")

    def busy(self) -> float:
        """Seconds of processor time that the page's main thread has spent since it was opened, whatever else ran."""
        told = self.call("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == "TaskDuration"))

    def settle(self) -> None:
        """Wait until two frames have been painted."""
        self.ask("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def press(self, key: str) -> None:
        """One key, down and up."""
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, key=key, code=key)

    def click(self, x: float, y: float) -> None:
        """The left button at a place of the window, in CSS pixels."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.call("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def photograph(self, picture: Path, *, whole: bool = False) -> None:
        """What the window shows, or the whole page, as PNG."""
        self.settle()
        told = self.call("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_bytes(base64.b64decode(told["data"]))


@contextmanager
def browser(program: str) -> Iterator[Page]:
    """A browser with one empty page; it ends with the block."""
    ours_in, theirs_out = os.pipe()
    theirs_in, ours_out = os.pipe()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [sys.executable, "-c", HAND_OVER, str(theirs_in), str(theirs_out)]
        command += [program, *OPTIONS, f"--user-data-dir={profile}", "about:blank"]
        with subprocess.Popen(  # noqa: S603  # the browser that was asked for
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, pass_fds=(theirs_in, theirs_out)
        ) as process:
            os.close(theirs_in)
            os.close(theirs_out)
            try:
                yield _page(Pipe(ours_out, ours_in))
            finally:
                process.terminate()
                os.close(ours_in)
                os.close(ours_out)


def _page(pipe: Pipe) -> Page:
    """The first tab, listened to."""
    page = Page(pipe)
    tab = None
    while tab is None:
        targets = page.call("Target.getTargets")["targetInfos"]
        tab = next((target["targetId"] for target in targets if target["type"] == "page"), None)
    page.session = page.call("Target.attachToTarget", targetId=tab, flatten=True)["sessionId"]
    for domain in ("Page", "Runtime", "Log"):
        page.call(f"{domain}.enable")
    page.call("Performance.enable", timeDomain="threadTicks")
    return page
