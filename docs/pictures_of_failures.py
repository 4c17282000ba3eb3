"""Makes the pictures of where `rules` fails: drives cases, and photographs their replays in headless Chromium.

    python docs/pictures_of_failures.py [NAME ...]

Each picture is a strip of four moments of one drive as the report shows it. Without names all of them are made.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from aureole.core.notes import Uint8
from aureole.drivers.rules.driver import Rules
from aureole.exam.examine import Drive, Setup, judged
from aureole.exam.report.write import About, write
from aureole.exam.suites import suite
from aureole.runtime.png import NONE, UP, wrapped
from tools.browser import Page, browser, found

FOLDER = Path(__file__).parent / "pictures"
WIDE, HIGH = 640, 250  # CSS pixels of a moment
LARGEST = 150_000  # bytes of a picture
GRAIN = 10  # of 255: colours nearer than this become one, which makes the file small
PIXELS = """(async () => {
  const image = new Image();
  image.src = 'data:image/png;base64,%s';
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [image.width, image.height];
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const pixels = context.getImageData(0, 0, canvas.width, canvas.height).data, parts = [];
  for (let k = 0; k < pixels.length; k += 40000) parts.push(String.fromCharCode(...pixels.subarray(k, k + 40000)));
  return [canvas.width, canvas.height, btoa(parts.join(''))];
})()"""
SHEET = """<!doctype html><html data-ready="1"><meta charset="utf-8"><style>
body { margin: 0; width: 1300px; color: #1b1e23; background: #fff;
  font: 15px/1.35 system-ui, "Noto Sans", sans-serif; }
main { display: grid; grid-template-columns: 640px 640px; gap: 12px 20px; } figure { margin: 0; }
img { display: block; width: 640px; height: 250px; border-radius: 6px; }
figcaption { padding: 4px 2px 0; } b { font-variant-numeric: tabular-nums; }
</style><main>"""


class Moment(NamedTuple):
    """A moment of a drive and what is seen in it."""

    at: float
    """s"""
    says: str


class Strip(NamedTuple):
    """One picture."""

    case: str
    scale: float
    """Pixels a metre."""
    moments: tuple[Moment, ...]


STRIPS = {
    "fails-flagger.png": Strip("flagger#25", 8.5, (
        Moment(14.0, "The flagger's paddle says stop; the car brakes."),
        Moment(20.0, "It stands before the paddle, those who come pass."),
        Moment(30.0, "The paddle says slow; cones close the lane, the other one is free."),
        Moment(40.0, "It never uses an oncoming lane: it asks for a takeover."),
    )),
    "fails-missing-cones.png": Strip("missing-cones#40", 8.5, (
        Moment(20.0, "In the free lane, past what stands in the other."),
        Moment(26.0, "It goes back as soon as the heap is behind it, between cones."),
        Moment(30.0, "The row of cones is longer than the gap suggested."),
        Moment(45.0, "It stands in the closed lane and asks for a takeover."),
    )),
    "fails-left-turn.png": Strip("non-signalized-junction-left-turn#33", 6.0, (
        Moment(14.9, "Past the yield line it brakes hard for who crosses."),
        Moment(20.0, "It stands beyond the line, the stream passes before it."),
        Moment(22.5, "As soon as one is past it creeps on."),
        Moment(23.9, "The next one of the stream hits its front."),
    )),
    "fails-parking-exit.png": Strip("parking-exit#25", 8.5, (
        Moment(0.5, "Parked at the kerb, a stream passes at 40 km/h."),
        Moment(2.0, "It sets out at once, without looking behind it."),
        Moment(3.0, "Into the lane, before who comes from behind."),
        Moment(3.7, "The emergency brake comes too late."),
    )),
    "fails-highway-exit.png": Strip("highway-exit#25", 6.0, (
        Moment(6.0, "It is to leave by the next exit, over the right lane."),
        Moment(10.0, "Beside it is no gap; it neither slows down nor speeds up for one."),
        Moment(16.0, "The exit is gone before it has changed lanes."),
        Moment(38.0, "It drives on to where the road ends."),
    )),
    "fails-invading-turn.png": Strip("invading-turn#35", 8.5, (
        Moment(12.0, "Those who come swing into its lane round works; it brakes."),
        Moment(13.5, "It stands in the middle of its lane,"),
        Moment(14.2, "though there is room at its right."),
        Moment(14.7, "The second one hits it: not at fault, but avoidable."),
    )),
}  # fmt: skip


def report(case: str, folder: Path) -> Path:
    """The report of one drive."""
    held, one = suite.picked(case)
    ((verdict, seen),) = judged([Drive(one, 0)], Setup("rules", Rules, timeout=300.0, fails=held.fails), keep=True)
    if seen is None or not verdict.digest:
        sys.exit(f"{case} could not be driven: {verdict.events}")
    path = folder / f"{case.replace('#', '-')}.html"
    write(path, [verdict], {0: seen[0]}, {0: seen[1]}, about=About(case, f"aureole drive {case}", 0.01, "sedan"))
    return path


def shot(page: Page) -> bytes:
    """The view of the replay."""
    box = page.ask("(({ x, y, width, height }) => ({ x, y, width, height }))"
                   "(document.getElementById('view-box').getBoundingClientRect())")  # fmt: skip
    page.settle()
    told = page.call("Page.captureScreenshot", format="png", clip={**box, "scale": 1.0}, captureBeyondViewport=True)
    return base64.b64decode(told["data"])


def strip(page: Page, one: Strip, folder: Path) -> bytes:
    """The whole picture."""
    path, figures = report(one.case, folder), []
    for at, says in one.moments:
        page.look(width=1280, height=900)
        page.open(path, f"#t={at}&scale={one.scale}&theme=light&lang=en")
        page.ask("document.head.insertAdjacentHTML('beforeend', '<style>.hud.zoom,.hud.legend{display:none!important}"
                 f"#view-box{{width:{WIDE}px!important;height:{HIGH}px!important;flex:none}}</style>')")  # fmt: skip
        page.settle()
        data = base64.b64encode(shot(page)).decode()
        figures.append(f'<figure><img src="data:image/png;base64,{data}"><figcaption><b>{at:g} s</b> {escape(says)}'
                       "</figcaption></figure>")  # fmt: skip
    sheet = folder / "sheet.html"
    sheet.write_text(SHEET + "".join(figures) + "</main>", encoding="utf-8")
    page.open(sheet)
    high = page.ask("Math.ceil(document.querySelector('main').getBoundingClientRect().height) + 6")
    page.look(width=1300, height=int(high))
    page.settle()
    told = page.call("Page.captureScreenshot", format="png")["data"]
    wide, high, data = page.ask(PIXELS % told)
    seen = np.frombuffer(base64.b64decode(data), np.uint8).reshape(int(high), int(wide), 4)[:, :, :3]
    return small(seen)


def small(seen: Uint8) -> bytes:
    """A picture (rows, columns, 3) with few colours, as a small file."""
    few = np.minimum(np.round(seen / GRAIN) * GRAIN, 255).astype(np.uint8).reshape(len(seen), -1)
    above = few - np.vstack((np.zeros_like(few[:1]), few[:-1]))
    ways = [np.column_stack((np.full(len(few), way, np.uint8), lines)) for way, lines in ((NONE, few), (UP, above))]
    return min((wrapped(lines, 9) for lines in ways), key=len)


def main() -> int:
    """Makes the pictures; 3 if there is no browser."""
    chromium = found()
    if chromium is None:
        print("these pictures need Chromium, and none was found (make pictures says how to get it)", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as name, browser(chromium) as page:
        for picture in sys.argv[1:] or STRIPS:
            data = strip(page, STRIPS[picture], Path(name))
            (FOLDER / picture).write_bytes(data)
            print(f"{picture} {len(data) / 1000:.0f} kB{' TOO LARGE' if len(data) > LARGEST else ''}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
