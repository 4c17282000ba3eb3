"""Makes the pictures of what cameras see: cases are driven and filmed, without the grain of the sensor.

python docs/pictures_of_cameras.py
"""

import sys
import tempfile
from pathlib import Path

from aureole.cli import given
from aureole.cli.seeing.filming import film
from aureole.exam.examine import Drive
from aureole.vehicle import cars
from aureole.world.sensing.stage.light import weather

FOLDER = Path(__file__).parent / "pictures"
SHOWN = {  # picture: case, weather, moments (s)
    "camera-day.png": ("cone-taper#1", "day", (12.5, 14.5, 16.0, 18.0)),
    "camera-weather.png": ("flagger#1", "rain", (10.0, 11.5)),
    "camera-night.png": ("works-at-night#1", "night", (9.5, 11.0)),
}


def main() -> int:
    """Makes every picture."""
    with tempfile.TemporaryDirectory() as name:
        room = Path(name)
        text = cars.text(cars.load("sedan")).replace("noise = 0.008", "noise = 0.0")
        (room / "still.toml").write_text(text, encoding="utf-8")
        for picture, (case, look, at) in SHOWN.items():
            setup = given.setup("rules", str(room / "still.toml"), timeout=max(at) + 1.0)
            drive = Drive(given.case_of(case, []), 1)
            film(drive, setup, ["front"], room / picture, at=at, weather=weather(look))
            data = (room / picture / "strip.png").read_bytes()
            (FOLDER / picture).write_bytes(data)
            print(f"{picture} {len(data) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
