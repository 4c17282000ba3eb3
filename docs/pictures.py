"""Makes the pictures of the README and the docs: drives, examines, and photographs the reports in headless Chromium.

    python docs/pictures.py [REPORT]

REPORT is that of an `aureole exam r157-cut-in-low` which is at hand; without it the suite is examined, in ten minutes.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.browser import Page, browser, found

FOLDER = Path(__file__).parent / "pictures"
DRIVERS = ("rules", "examples.steady:Steady")
SUITE = "r157-cut-in-low"  # whose heat map is shown
PHONE = {"width": 390, "height": 780}


def aureole(folder: Path, *words: str) -> int:
    """Runs it in a folder, so that no picture shows where; the example driver is found all the same."""
    paths = [str(Path(__file__).resolve().parents[1]), os.environ.get("PYTHONPATH", "")]
    given = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    return subprocess.run([sys.executable, "-m", "aureole", *words], check=False, cwd=folder, env=given).returncode


def report(out: Path, *words: str) -> Path:
    """The report of a drive or an exam."""
    code = aureole(out.parent, *words, "--out", out.name)
    if code not in (0, 1):
        sys.exit(f"`aureole {' '.join(words)}` ended with {code}; no picture was made")
    return out / "report.html"


def section(page: Page, name: str, picture: str, *, over: int = 0) -> None:
    """One part of the page, with what is above it scrolled away."""
    page.ask(f"document.getElementById('{name}').scrollIntoView({{ block: 'start', behavior: 'instant' }})")
    page.ask(f"scrollBy({{ top: {over}, behavior: 'instant' }})")
    page.photograph(FOLDER / picture)


def photograph(page: Page, drive: Path, many: Path, quick: Path) -> None:
    """Every picture."""
    page.look()
    page.open(drive, "#t=8")
    page.photograph(FOLDER / "report.png")
    page.look(height=760)
    page.open(many)
    section(page, "heat", "report-heat-map.png")
    section(page, "clauses", "report-clauses.png")
    page.look(**PHONE)
    page.open(many, "#lang=zh&theme=dark")
    section(page, "heat", "report-phone.png")
    page.look(height=780)
    page.open(quick, "#lang=zh&theme=dark&beside=rules&t=6")
    section(page, "replay", "report-two-drivers.png")
    page.look(height=640)
    page.open(quick)
    section(page, "drivers", "report-drivers.png")


def main() -> int:
    """Makes every picture; 3 if there is no browser."""
    chromium = found()
    if chromium is None:
        print("make pictures needs Chromium, and none was found.", file=sys.stderr)
        print("  Debian, Ubuntu: sudo apt install chromium", file=sys.stderr)
        print("  macOS:          brew install --cask chromium", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        drive = report(folder / "drive", "drive")
        many = Path(sys.argv[1]) if len(sys.argv) > 1 else report(folder / "many", "exam", SUITE)
        both = [word for driver in DRIVERS for word in ("--driver", driver)]
        quick = report(folder / "quick", "exam", "quick", *both)
        with browser(chromium) as page:
            photograph(page, drive, many, quick)
    for picture in sorted(FOLDER.glob("report*.png")):
        print(f"{picture.name} {picture.stat().st_size / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
