"""A car of two chips: what of it is refused, and two that are really booted, killed, and come back."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import signal
import sys
from pathlib import Path

import pytest

pytest.importorskip("zenoh", reason="eclipse-zenoh is not installed: pip install 'aureole[net]'")
pytest.importorskip("cryptography", reason="cryptography is not installed: pip install 'aureole[net]'")
if sys.platform != "linux":
    pytest.skip("the operating system of the car needs Linux", allow_module_level=True)

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aureole.cli.booted.chips import ALONE, addresses, part_of
from aureole.core.errors import BadInput, Unsupported
from aureole.security.certificates import authority, certificate, save
from aureole.vehicle import cars
from examples.two_chips import free_port, two_chips, written
from tests.cli.booted.test_up import Car, alive, here, wait_until
from tests.faults.namespaces import HOSTS, cable

__all__ = ["here"]

CHIPS = ("main", "mind")


@pytest.fixture
def described(tmp_path) -> Path:
    """The car, and a folder of papers for each chip beside it."""
    return written(tmp_path, {chip: f"127.0.0.1:{free_port()}" for chip in CHIPS})


def test_a_car_of_one_chip_needs_to_say_nothing():
    assert part_of(cars.load("sedan"), "", None) == ALONE
    assert part_of(cars.load("sedan"), "main", None).door is None


def test_what_is_missing_is_named_with_the_remedy(tmp_path):
    car = two_chips()
    with pytest.raises(BadInput, match="--chip main or --chip mind"):
        part_of(car, "", None)
    with pytest.raises(BadInput, match="'third' is no chip"):
        part_of(car, "third", None)
    with pytest.raises(BadInput, match=r"speaks to mind[^$]*authority\.pem, main\.pem and main\.key"):
        part_of(car, "main", None)
    with pytest.raises(BadInput, match=r"addresses\.toml"):
        part_of(car, "main", tmp_path)
    with pytest.raises(BadInput, match="--chip NAME"):
        part_of(cars.load("sedan"), "", tmp_path)


def test_papers_that_are_anothers_or_expired_are_refused_before_anything_boots(described):
    car, folder = cars.load(str(described)), described.parent / "main"
    assert part_of(car, "main", folder).door.connect == ()
    (folder / "main.pem").write_bytes((described.parent / "mind" / "mind.pem").read_bytes())
    with pytest.raises(BadInput, match="is the certificate of 'mind'"):
        part_of(car, "main", folder)
    (folder / "main.key").unlink()
    long_ago = dt.datetime.now(dt.UTC) - dt.timedelta(days=3)
    save(certificate(authority("old", long_ago), "main", ["127.0.0.1"], long_ago, days=1.0), folder, "main")
    with pytest.raises(BadInput, match="and not now"):
        part_of(car, "main", folder)
    (folder / "main.pem").write_text("no certificate")
    with pytest.raises(BadInput, match="is no certificate"):
        part_of(car, "main", folder)


def test_a_guard_on_another_chip_than_the_port_is_refused():
    car = two_chips()
    moved = [dataclasses.replace(each, chip="mind") if each.name == "guard" else each for each in car.services]
    with pytest.raises(Unsupported, match="they need one clock"):
        part_of(dataclasses.replace(car, services=tuple(moved)), "main", None)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.one_of(st.binary(max_size=200), st.text(max_size=60).map(lambda text: f"main = {json.dumps(text)}".encode())))
def test_whatever_lies_in_the_file_of_addresses_is_taken_or_refused(tmp_path, data):
    path = tmp_path / "addresses.toml"
    path.write_bytes(data)
    with contextlib.suppress(BadInput):
        found = addresses(two_chips(), path)
        assert all(where.rpartition(":")[2].isdecimal() for where in found.values())


def joined(car: Car, call) -> bool:
    """Whether it runs, everything with it, and hears the other."""
    done = call(car.folder, "status", "--json")
    if done.returncode:  # it does not yet run
        return False
    status = json.loads(done.stdout)
    return status["mode"] == "full" and all(link["state"] == "up" for link in status["links"])


def boot(described: Path, chip: str, before: tuple[str, ...] = ()) -> Car:
    folder = described.parent
    return Car(folder / f"state-{chip}", str(described), "--chip", chip, "--net", str(folder / chip), before=before)


@pytest.mark.slow
def test_two_chips_drive_together_and_each_may_be_killed_and_come_back(described, here):
    booted = {chip: boot(described, chip) for chip in CHIPS}
    try:
        for chip, car in booted.items():
            wait_until(lambda car=car: joined(car, here), 60.0)
            assert f"chip {chip}" in here(car.folder, "status", "--lang", "en").stdout
            assert f"芯片 {chip}" in here(car.folder, "top", "--once", "--lang", "zh").stdout
            walls = {each["name"]: each["refused_to"] for each in car.status(here)["facilities"]}
            assert not any("bridge" in walls[name] for name in ("landlock", "seccomp"))
            bridge = next(each["pid"] for each in car.status(here)["services"] if each["name"] == "bridge")
            assert "Seccomp:\t2" in Path(f"/proc/{bridge}/status").read_text()
        assert {each["name"] for each in booted["mind"].status(here)["services"]} == {"driver", "bridge"}
        for gone, other in (CHIPS[::-1], CHIPS):
            pids = [each["pid"] for each in booted[gone].status(here)["services"]]
            booted[gone].end(signal.SIGKILL)
            wait_until(lambda other=other: booted[other].status(here)["mode"] == "degraded", 60.0)
            cut = {(link["chip"], link["state"]) for link in booted[other].status(here)["links"]}
            assert cut == {(gone, "cut")}
            wait_until(lambda pids=pids: not any(map(alive, pids)))
            booted[gone] = boot(described, gone)
            wait_until(lambda: all(joined(car, here) for car in booted.values()), 60.0)
        assert "U1A07 mind" not in here(booted["mind"].folder, "log", "--codes", "--lang", "en").stdout
        assert "cut off from another chip" in here(booted["mind"].folder, "log", "--what", "cut", "--lang", "en").stdout
        number = booted["main"].status(here)["drive"]["seconds"]
        wait_until(lambda: booted["main"].status(here)["drive"]["seconds"] > number)
    finally:
        for car in booted.values():
            if car.process.poll() is None:
                car.end(signal.SIGTERM)


@pytest.mark.slow
def test_a_cut_network_is_seen_by_both_chips_and_they_drive_on_when_it_is_mended(tmp_path, here):
    with cable() as joining, contextlib.ExitStack() as stack:
        where = written(tmp_path, {chip: f"{host}:7447" for chip, host in zip(CHIPS, HOSTS, strict=True)})
        booted = [boot(where, chip, joining.inside(end)) for end, chip in enumerate(CHIPS)]
        for car in booted:
            stack.callback(car.end, signal.SIGTERM)
        wait_until(lambda: all(joined(car, here) for car in booted))
        joining.cut()
        for car in booted:
            wait_until(lambda car=car: {link["state"] for link in car.status(here)["links"]} == {"cut"})
            assert car.status(here)["mode"] == "degraded"
        assert "C1A12" in {code["code"] for code in booted[0].status(here)["codes"]}, "the guard did not miss the plans"
        joining.mend()
        wait_until(lambda: all(joined(car, here) for car in booted))
        services = [each for car in booted for each in car.status(here)["services"]]
        assert [each["restarts"] for each in services if each["name"] == "bridge"] == [0, 0]
