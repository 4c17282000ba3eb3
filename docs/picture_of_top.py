"""Draws docs/pictures/top.svg: `aureole top` of a booted sedan with two processes beside it that never sleep.

    python docs/picture_of_top.py [SECONDS]

Linux only; with real-time rights it shows what they are good for, without them it shows their absence.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PICTURE = Path(__file__).resolve().parent / "pictures" / "top.svg"
SPIN = "while True: pass"


def aureole(state: str, *words: str) -> None:
    """One command; an error ends us."""
    subprocess.run([sys.executable, "-m", "aureole", *words], check=True, env=os.environ | {"AUREOLE_STATE": state})


def main() -> None:
    """Boot, load, wait, draw, stop."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 45.0
    with tempfile.TemporaryDirectory() as state:
        aureole(state, "up", "sedan", "--detach", "--lang", "en")
        hogs = [subprocess.Popen([sys.executable, "-c", SPIN]) for _ in range(2)]
        try:
            time.sleep(seconds)
            aureole(state, "top", "--once", "--svg", str(PICTURE), "--lang", "en")
        finally:
            for hog in hogs:
                hog.kill()
                hog.wait()
            aureole(state, "up", "--stop", "--lang", "en")


if __name__ == "__main__":
    main()
