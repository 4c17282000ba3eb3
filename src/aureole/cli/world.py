"""`aureole world`: maps and scenarios checked, shown, converted, made; recordings asked how people drive."""

from __future__ import annotations

import json as plain
from pathlib import Path
from typing import Annotated

import cyclopts
from cyclopts import Parameter

from aureole.cli import given, say
from aureole.core.errors import BadInput

MAPS = tuple(f".{ending}{packed}" for ending in ("xodr", "osm", "xml") for packed in ("", ".gz"))

world = cyclopts.App(name="world", help="Check, show, convert and make maps and scenarios.")


@world.command
def check(*files: Path, qc: bool = False, large: bool = False, json: bool = False, lang: str = "") -> int:
    """Tell what is read of each file, what is dropped and why, and what is refused; exit 2 if any is.

    Args:
        files: maps (OpenDRIVE .xodr, Lanelet2 .osm, CommonRoad .xml; also as .gz), and scenarios (.xosc) with theirs.
        qc: let the ASAM quality checkers (qc_opendrive, qc_openscenario) look at them too; exit 3 without them.
        large: read maps of more than 64 MB or a million tags.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if not files:
        raise BadInput("no file given", remedy="aureole world check FILES")
    from aureole.cli.work.checking import check_all

    found = check_all(files, qc=qc, large=large)
    print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1) if json else found.text(lang))
    return found.code


@world.command
def convert(
    file: Path,
    *,
    out: Path,
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    large: bool = False,
    json: bool = False,
    lang: str = "",
) -> int:
    """Write a map as OpenDRIVE 1.8, or a drive as OpenSCENARIO 1.3 with its map.

    A written map (lines, arcs and spirals, widths, links, junctions, marks, speeds, furniture) is read back and
    compared before it takes its name; what the reader drops is told. A drive becomes a scenario in which everybody
    follows the track they had; a case is played as the scenario alone moves it.

    Args:
        file: a map (.xodr, .osm, CommonRoad .xml; also as .gz); a record (.mcap) or its folder; a scenario (.xosc) or
            an embedded case.
        out: the file to write (.xodr) of a map, the folder to write into of a drive.
        set_: PARAM=VALUE of a case; may be repeated.
        large: read maps of more than 64 MB or a million tags.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if not file.name.lower().endswith(MAPS):
        from aureole.cli.work.sharing import share, shareable

        if shareable(str(file)):
            if large:
                raise BadInput("--large is for maps", place=str(file), remedy="leave --large out")
            written = [str(path) for path in share(str(file), out, set_ or [])]
            words = "\n".join(f"{say.word('written', lang)}: {path}" for path in written)
            print(plain.dumps({"written": written}, ensure_ascii=False, indent=1) if json else words)
            return 0
    if set_:
        raise BadInput("--set is for a case", place=str(file), remedy="leave --set out")
    from aureole.cli.work.converting import convert_file

    found = convert_file(file, out, large=large)
    print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1) if json else found.text(lang))
    return 0


@world.command
def show(
    file: Path,
    *,
    out: Path | None = None,
    camera: list[str] | None = None,
    at: list[float] | None = None,
    driver: str = "rules",
    car: str | None = None,
    seed: int = 0,
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    weather: str = "day",
    timeout: float = 120.0,
    large: bool = False,
    json: bool = False,
    lang: str = "",
) -> int:
    """Draw a map from above, or with --camera what a car sees as it drives a case: pictures and a film strip.

    Args:
        file: a map (.xodr, .osm, CommonRoad .xml; also as .gz), or a scenario (.xosc), whose map is drawn; with
            --camera a scenario or an embedded case, which is driven.
        out: the file to write: .html to move in, .svg the picture alone; with --camera the folder for pictures.
        camera: a camera of the car, by name; may be repeated, then they stand side by side.
        at: seconds of the drive at which a picture is taken; may be repeated; six moments if left out.
        driver: who drives; rules if left out.
        car: sedan, suv, lorry or a .toml file; the sedan with the scenario's measures if left out.
        seed: of the drive and of what stands beside the road.
        set_: PARAM=VALUE of the scenario; may be repeated.
        weather: day, overcast, dusk, night, rain, fog, glare.
        timeout: seconds of the drive after which it is ended.
        large: read maps of more than 64 MB or a million tags.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if camera:
        if large:
            raise BadInput("--large is for maps", place=str(file), remedy="leave --large out")
        from aureole.cli.seeing.filming import film
        from aureole.exam.examine import Drive
        from aureole.world.sensing.stage.light import weather as looked_up

        how = looked_up(weather)
        setup = given.setup(driver, car, timeout=timeout)
        case = given.case_of(str(file), set_ or [])
        folder = out or Path("aureole-out") / f"{case.name}-cameras"
        taken = film(Drive(case, seed), setup, camera, folder, at=at or [], weather=how)
        lines = "\n".join(f"{say.word('written', lang)}: {path}" for path in taken["written"])
        print(plain.dumps(taken, ensure_ascii=False, indent=1) if json else lines)
        return 0
    if at or set_:
        raise BadInput(f"--{'at' if at else 'set'} is for a case seen by a camera", remedy="add --camera front")
    if out is None:
        raise BadInput("no --out given", remedy=f"aureole world show {file} --out FILE.html")
    from aureole.cli.work.showing import show_file

    found = show_file(file, out, large=large, lang=lang)
    print(plain.dumps(found, ensure_ascii=False, indent=1) if json else f"{say.word('written', lang)}: {out}")
    return 0


@world.command
def generate(
    kind: str = "",
    *,
    seed: int = 0,
    out: Path | None = None,
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    json: bool = False,
    lang: str = "",
) -> int:
    """Make a road network as OpenDRIVE 1.8, with its traffic beside it (FILE.demand.json); without KIND list the kinds.

    Into a folder it also writes missions, scenarios with a route over the map: `aureole exam FOLDER` drives them.

    The same kind, seed and parameters give the same bytes. A seed is for training or for tests, and one parameter of
    each kind has a range of its own for either, so no test network comes from a training seed.

    Args:
        kind: motorway, rural, grid, organic, roundabout, mixed; or a situation (aureole cases), into a folder.
        seed: what is not set is drawn from it.
        out: the map to write, .xodr; or the folder to write map, traffic and missions into.
        set_: NAME=VALUE of a parameter; may be repeated.
        json: print JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    from aureole.cli.making.generate import generate as make_map
    from aureole.cli.making.generate import kinds
    from aureole.world.roads.making.parameters import KINDS

    if not kind:
        listed = {name: {key: limits._asdict() for key, limits in rows.items()} for name, rows in KINDS.items()}
        print(plain.dumps(listed, ensure_ascii=False, indent=1) if json else kinds(lang))
        return 0
    if out is None:
        raise BadInput("no --out given", remedy=f"aureole world generate {kind} --seed {seed} --out FILE.xodr")
    from aureole.cli.making.generate import situation
    from aureole.world.situations.index import SITUATIONS

    make = situation if kind in SITUATIONS else make_map
    found = make(kind, seed, out, given.params(set_ or []))
    print(plain.dumps(found.as_dict(), ensure_ascii=False, indent=1) if json else found.text(lang))
    return 0


@world.command
def people(*files: Path, out: Path | None = None, json: bool = False, lang: str = "") -> int:
    """Tell how people drive in recordings: drivers fitted site by site, how well they foretell what was held out.

    Args:
        files: logs with tracks and a map (CommonRoad .xml, ScenarioNet .pkl, folders of Argoverse 2), or their folders.
        out: folder to write SITE.people.json into: the fit and the recorded distributions (docs/reference/people.md).
        json: print the same as JSON.
        lang: zh or en.
    """
    lang = given.language(lang)
    if not files:
        raise BadInput("no file given", remedy="aureole world people FILES")
    from aureole.cli.people import telling

    found = telling.study(files)
    written = telling.write(found, out) if out is not None else []
    if json:
        print(plain.dumps({each.site: telling.as_dict(each) for each in found}, ensure_ascii=False, indent=1))
        return 0
    print(telling.text(found, lang))
    for path in written:
        print(f"{say.word('written', lang)}: {path}")
    return 0
