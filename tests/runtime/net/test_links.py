"""Which topics leave their chip, what each chip boots, and how it finds the others: all from the manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from aureole.core.errors import BadInput, Unsupported
from aureole.runtime.net.links import BRIDGE, crossings, door_of, links_of, share_of
from aureole.runtime.net.session import Certificates, config
from aureole.vehicle import cars
from tests.runtime.net.chips import service, two_chips

PAPERS = Certificates(Path("authority.pem"), Path("own.pem"), Path("own.key"))
ADDRESSES = {"first": "10.0.0.1:7447", "second": "10.0.0.2:7447"}


def test_a_topic_leaves_its_chip_where_a_reader_is_on_another_by_the_quickest_ethernet():
    found = {link.topic.name: (link.topic.writer, link.topic.readers, link.networks) for link in crossings(two_chips())}
    assert found == {
        "words": ("first", ("second",), ("backbone",)),
        "answers": ("second", ("first",), ("backbone",)),
    }


def test_a_car_of_one_chip_has_no_links_and_boots_what_it_is():
    car = cars.load("sedan")
    assert links_of(car, "main") == ()
    assert share_of(car, "main") == car


def test_a_chip_boots_its_services_and_a_bridge_that_reads_what_leaves_and_writes_what_comes():
    share = share_of(two_chips(), "first")
    assert [each.name for each in share.services] == ["source", "near", BRIDGE]
    assert share.services[-1].level == "B"
    topics = {topic.name: (topic.writer, topic.readers) for topic in share.topics}
    assert topics == {"words": ("source", ("near", BRIDGE)), "answers": (BRIDGE, ("near",))}


def test_of_two_chips_one_connects():
    car = two_chips()
    assert door_of(car, "first", ADDRESSES, PAPERS).connect == ()
    assert door_of(car, "second", ADDRESSES, PAPERS).connect == (ADDRESSES["first"],)


def test_the_configuration_lets_nobody_in_but_whom_the_manifest_names():
    car = two_chips()
    topics = [link.topic for link in links_of(car, "second")]
    found = config("second", car.name, topics, door_of(car, "second", ADDRESSES, PAPERS), 1 << 20)
    assert found["access_control"]["default_permission"] == "deny"
    assert [each["cert_common_names"] for each in found["access_control"]["subjects"]] == [["first"]]
    assert found["transport"]["link"]["protocols"] == ["tls"]
    assert found["transport"]["link"]["tls"]["enable_mtls"] is True
    assert found["scouting"] == {"multicast": {"enabled": False}, "gossip": {"enabled": False}}


@pytest.mark.parametrize(
    ("changed", "error", "said"),
    [
        ({"networks": ()}, BadInput, "no network joins first and second"),
        ({"networks": two_chips().networks[2:]}, Unsupported, "joined by CAN alone"),
        ({"services": (service("source", ""), *two_chips().services[1:])}, BadInput, "may run on several chips"),
        ({"services": two_chips().services[1:]}, BadInput, "'source' is no service"),
    ],
)
def test_what_cannot_cross_is_named(changed, error, said):
    with pytest.raises(error, match=said):
        links_of(two_chips(**changed), "first")


def test_an_unknown_chip_a_missing_address_and_a_taken_name_are_named():
    car = two_chips()
    with pytest.raises(BadInput, match="'third' is no chip"):
        links_of(car, "third")
    with pytest.raises(BadInput, match="address of chip second is missing"):
        door_of(car, "first", {"first": "10.0.0.1:7447"}, PAPERS)
    taken = replace(car, services=(*car.services, service(BRIDGE, "first")))
    with pytest.raises(BadInput, match="the name is taken"):
        share_of(taken, "first")
