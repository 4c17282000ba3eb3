"""Makes the pictures of the README: drives the default case and photographs its report in headless Chromium."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

PICTURE = Path(__file__).parent / "pictures" / "report.png"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MAC_BROWSERS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
SIZE = (1280, 900)  # pixels; what the README shows without scaling
MOMENT = "#t=8"  # s of the drive that the picture shows
PATIENCE = 8000  # milliseconds of the page's own time before the picture is taken


def browser() -> str | None:
    """A Chromium on this machine."""
    named = [path for name in BROWSERS if (path := shutil.which(name))]
    return next(iter([*named, *(str(path) for path in MAC_BROWSERS if path.exists())]), None)


def drive(out: Path) -> Path:
    """The report of the default case."""
    command = [str(Path(sys.executable).with_name("aureole")), "drive", "--out", str(out)]
    done = subprocess.run(command, check=False)
    if done.returncode not in (0, 1):
        sys.exit(f"`aureole drive` ended with {done.returncode}; no picture was made")
    return next(iter(sorted(out.rglob("report.html"))))


def photograph(chromium: str, page: Path, picture: Path) -> None:
    """Loads the page and keeps what it shows."""
    picture.parent.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as profile:
        options = [
            "--headless=new",
            "--no-sandbox",  # the page is our own file; a container often has no user namespaces
            "--hide-scrollbars",
            "--disable-gpu",
            "--force-device-scale-factor=1",
            f"--user-data-dir={profile}",
            f"--window-size={SIZE[0]},{SIZE[1]}",
            f"--virtual-time-budget={PATIENCE}",
            f"--screenshot={picture.resolve()}",
        ]
        subprocess.run(
            [chromium, *options, page.resolve().as_uri() + MOMENT], check=True, capture_output=True, timeout=120
        )


def main() -> int:
    """Makes every picture; 3 if there is no browser."""
    chromium = browser()
    if chromium is None:
        print("make pictures needs Chromium, and none was found.", file=sys.stderr)
        print("  Debian, Ubuntu: sudo apt install chromium", file=sys.stderr)
        print("  macOS:          brew install --cask chromium", file=sys.stderr)
        return 3
    with tempfile.TemporaryDirectory() as folder:
        photograph(chromium, drive(Path(folder)), PICTURE)
    print(f"{PICTURE.relative_to(Path.cwd()) if PICTURE.is_relative_to(Path.cwd()) else PICTURE} made")
    return 0


if __name__ == "__main__":
    sys.exit(main())
