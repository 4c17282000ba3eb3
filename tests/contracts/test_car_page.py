"""The car that the how-to page describes is one, and is told what the page says it is told."""

import re
from pathlib import Path

import pytest

from aureole.cli.main import main
from aureole.vehicle import cars
from aureole.vehicle.manifest.consistency import check
from aureole.vehicle.manifest.tables import ROOM

PAGE = (Path(__file__).parents[2] / "docs" / "how-to" / "describe-a-cars-computers.md").read_text(encoding="utf-8")
HEAD, CHIP, SERVICE = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
TOLD = re.search(r"check mine.toml\n(.*?)  …\n(.*?)\n```", PAGE, re.DOTALL)


def described(name: str = "mine", *, mended: bool) -> str:
    sedan = (cars.EMBEDDED / "sedan.toml").read_text(encoding="utf-8")
    standard = (ROOM / "standard.toml").read_text(encoding="utf-8")
    if mended:
        standard = standard.replace('readers = ["driver", "follower",', 'readers = ["lookout", "driver", "follower",')
    places = {name: "mind" if name == "driver" else "main" for name in ("driver", "follower", "guard", "recorder")}
    for service, chip in places.items():
        standard = standard.replace(f'entry = "{service}"', f'entry = "{service}"\nchip = "{chip}"')
    own = sedan.replace('system = "standard"', "#").replace('name = "sedan"', f'name = "{name}"')
    return own + standard + CHIP + SERVICE.replace('level = "QM"', 'level = "QM"\nchip = "main"')


def test_the_first_lines_of_the_page_make_a_car_with_the_standard_manifest(tmp_path):
    file = tmp_path / "mine.toml"
    sedan = (cars.EMBEDDED / "sedan.toml").read_text(encoding="utf-8")
    file.write_text(HEAD + sedan.replace('system = "standard"', "#").replace('name = "sedan"', "#"), encoding="utf-8")
    assert cars.read(file).services == cars.load("sedan").services


def test_the_check_tells_what_the_page_says(tmp_path, capsys):
    file = tmp_path / "mine.toml"
    file.write_text(described(mended=False), encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["car", "check", str(file), "--lang", "en"])
    assert ended.value.code == 2
    out = capsys.readouterr().out
    assert TOLD is not None
    assert out.startswith(TOLD[1])
    assert out.rstrip().endswith(TOLD[2])


def test_the_car_of_the_page_fits_once_the_lookout_may_read_what_wakes_it(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(described(mended=True), encoding="utf-8")
    assert [finding for finding in check(cars.read(file)) if finding.severe] == []
