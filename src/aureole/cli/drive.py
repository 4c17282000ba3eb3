"""`aureole drive`: one case, one verdict, one report."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from aureole.cli import given, say
from aureole.core.errors import BadInput, Unsupported

LEAST = 1 << 20  # bytes; less holds no second of a drive


def drive(
    case: str = "",
    *,
    driver: str | None = None,
    car: str | None = None,
    seed: int | None = None,
    order: str | None = None,
    set_: Annotated[list[str] | None, Parameter(name="--set")] = None,
    variation: int | None = None,
    dt: float | None = None,
    trace: Path | None = None,
    storyboard: Path | None = None,
    timeout: float | None = None,
    ego: str | None = None,
    out: Path | None = None,
    json: bool = False,
    lang: str = "",
    runtime: bool = False,
    clock: Literal["real", "logical"] = "real",
    port: Literal["world", "can", "recorded"] = "world",
    channel: str = "",
    key: Path | None = None,
    record_limit: int | None = None,
    cockpit: bool = False,
    scores: str = "",
    traffic: str = "",
    senses: str | None = None,
    weather: str | None = None,
    fault: Annotated[list[str] | None, Parameter(name="--fault")] = None,
    perception: str | None = None,
) -> int:
    """Drive one case in closed loop; print the verdict, write the record and the report.

    Args:
        case: embedded name (see `aureole cases`), an OpenSCENARIO file, a distribution of one, or a case.zip, which is
            driven as it was packed but for the options given; the default case if left out.
        driver: passive, rules, an installed one, package.module:Class, or a network FILE.onnx; rules if left out.
        car: sedan, suv, lorry or a .toml file; the sedan with the scenario's measures if left out.
        seed: of all randomness; 0 if left out.
        order: what the passenger says, e.g. "靠边停车" or "change left".
        set_: PARAM=VALUE of the scenario; may be repeated. Of a distribution it picks the variations with that value.
        variation: number of the variation to drive, if the case is a parameter value distribution file.
        dt: seconds a step; 0.01 if left out.
        trace: write every entity at every step to this CSV file.
        storyboard: write every state transition of the storyboard to this CSV file.
        timeout: seconds of the drive after which it is ended; 600 if left out.
        ego: entity to examine; else Ego, ego, hero, or the first vehicle.
        out: folder for record, report and case.zip.
        json: print the verdict as JSON.
        lang: zh or en.
        runtime: through the operating system: a process for each rights domain of the car, joined by its bus.
        clock: with --runtime: real time, or logical time in lockstep, with the verdict and digest of a usual drive.
        port: with --runtime: what the car is joined by: the world itself, a CAN bus with the world at its other end, or
            a recorded drive (a folder of comma2k19 as CASE): commands go nowhere and are compared with the human's.
        channel: with --port can: a CAN interface, or a multicast group; a virtual interface if there is one, else UDP
            multicast within this machine.
        key: with --port can: file with the key of the bus; one is made for this drive if left out.
        record_limit: with --runtime: bytes that the recorder may take on the disk, the oldest gives way first and
            what lies around a fault last; 2 GiB if left out.
        cockpit: with the live page; not there yet.
        scores: of the field, beside our own: pdms, epdms, nuplan, route, alpasim, with commas between.
        traffic: of a recording, whose others give way then: idm (one textbook driver), human (people as recorded at its
            site, else at us101), human:SITE (aureole world people lists the sites).
        senses: given (what the car's sensors would tell of, by the world), or perceived (the pictures of its eyes, in
            which a network must find it); given if left out.
        weather: with --senses perceived: day, overcast, dusk, night, rain, fog or glare; day if left out.
        fault: with --senses perceived, of the eyes: blind:front (left, right, rear, all), drop:0.3 (share of frames),
            latency:0.2 (seconds more); blind and drop may begin later: blind:front@5. May be repeated.
        perception: with --senses perceived: another network that perceives, FILE.onnx; ours if left out.
    """
    if cockpit:
        raise Unsupported("--cockpit is not there yet", remedy="leave it out")
    if clock != "real" and not runtime:
        raise BadInput(f"--clock {clock} without --runtime", remedy="add --runtime")
    if port != "world" and not runtime:
        raise BadInput(f"--port {port} without --runtime", remedy="add --runtime")
    if record_limit is not None and (not runtime or record_limit < LEAST):
        odd = f"--record-limit {record_limit}: needs --runtime, and at least {LEAST} bytes"
        raise BadInput(odd, remedy="correct it, or leave it out")
    lang = given.language(lang)
    if port == "recorded":
        useless = {
            "seed": seed, "order": order, "set": set_, "variation": variation, "dt": dt, "trace": trace, "key": key,
            "storyboard": storyboard, "timeout": timeout, "ego": ego, "out": out, "channel": channel, "scores": scores,
            "traffic": traffic, "senses": senses, "weather": weather, "fault": fault, "perception": perception,
        }  # fmt: skip
        for name, value in useless.items():
            if value not in (None, ""):
                raise BadInput(
                    f"--{name} with --port recorded", remedy="leave it out: what was recorded is what there is"
                )
        return replayed(Path(case), driver, car, logical=clock == "logical", json=json, lang=lang)
    from aureole.cli.packing.source import Asked, source
    from aureole.cli.work.reading import ahead
    from aureole.exam.senses import refuse_logs

    wishes = Asked(
        driver, car, seed, order, dt, timeout, ego, tuple(set_ or ()), variation, scores, traffic, senses, weather,
        tuple(fault) if fault else None, perception,
    )  # fmt: skip
    with source(case, wishes) as what:
        if port == "can" and what.how["senses"] != "given":
            odd = f"--senses {what.how['senses']} with --port can: no pictures come over that bus"
            raise Unsupported(odd, remedy="leave one of them out")
        if not json:
            how = what.how
            print(
                f"aureole {say.word('drives', lang)} {what.case.name} · {how['driver']} · dt {how['dt']:g} s",
                flush=True,
            )
        refuse_logs([what.case], what.how["senses"])
        ahead([what.case], what.how["ego"])
        from aureole.cli.booting.ports import make
        from aureole.cli.packing.again import drive_source
        from aureole.cli.work.driving import Files

        def tell() -> None:
            if not json:
                print(f"  {say.word('compiling', lang)}", flush=True)

        behind = make(port, channel=channel, key=key, logical=clock == "logical")
        files = Files(
            trace=trace, storyboard=storyboard, out=out, command=given.typed(), tell=tell,
            system=clock if runtime else "", limit=record_limit or 0, behind=behind,
            say=lambda text: None if json else print(text, flush=True),
        )  # fmt: skip
        driven = drive_source(what, files, lang=lang)
    print(driven.json() if json else driven.text(lang))
    return driven.exit_code


def replayed(folder: Path, driver: str | None, car: str | None, *, logical: bool, json: bool, lang: str) -> int:
    """A recorded drive into the processes of a car; there is no verdict, for nobody drove."""
    from json import dumps

    from aureole.cli.booting.recorded import compared, told

    setup = given.setup(driver or "rules", car, step=0.01, timeout=600.0, order="", ego=None)
    found, _ = compared(folder, setup, logical=logical)
    print(dumps(found._asdict()) if json else told(found, lang))
    return 0
