"""Who is let in: what the access lists say, and that zenoh keeps to them on the side that receives."""

from __future__ import annotations

import contextlib

import pytest

from aureole.core.errors import BadInput, Trouble
from aureole.runtime.clock import Monotonic
from aureole.runtime.net.access import access
from aureole.runtime.net.bus import NetBus
from aureole.runtime.net.keys import Keys
from aureole.runtime.net.session import Certificates, Door, opened
from aureole.runtime.net.wire import WORD, Head, identity, pack_head
from tests.runtime.bus.buses import FRAME, topic, word
from tests.runtime.net import doors
from tests.runtime.net.doors import FRAMES, door, free_port, papers, until

ABOUT = topic(("reader",), queued=True, depth=4)
KEYS = Keys("car", "words")
HEAD = Head(WORD, 1, 0, 0, 0, 7, identity(FRAME.layout))


def open_door(name: str, **where):
    return opened(name, "car", [ABOUT], door(name, **where), FRAMES)


@pytest.fixture
def reading():
    """A reader whose door is open, and its port."""
    port = free_port()
    with open_door("reader", listen=port) as session:
        reader = NetBus("reader", "car", [ABOUT], FRAMES, session, Monotonic()).subscribe("words")
        yield session, reader, port
        reader.close()


def lenient(name: str, port: int, of: str = "authority", **also):
    """A session of somebody who forbids itself nothing."""
    import json

    import zenoh

    from aureole.runtime.net.session import config

    found = config(name, "car", [ABOUT], door(name, connect=(port,), of=of), FRAME.size)
    found["access_control"] = {"enabled": False}
    found["transport"] |= also
    return zenoh.open(zenoh.Config.from_json5(json.dumps(found)))


def test_only_the_writer_may_send_and_only_to_readers():
    about = topic(("reader", "other"), queued=True, depth=4)
    rules = access("reader", "car", [about])["rules"]
    puts = {(rule["flows"][0], *rule["key_exprs"]) for rule in rules if rule["messages"] == ["put"]}
    assert puts == {("ingress", KEYS.to("reader")), ("egress", KEYS.back("reader"))}
    assert {rule["id"].split()[0] for rule in rules} == {"writer"}


def test_who_has_no_part_in_a_topic_is_in_no_list():
    assert access("stranger", "car", [ABOUT])["rules"] == []


@pytest.mark.parametrize("name", ["**", "a/b", "$*", "", "a" * 65, "a#b"])
def test_a_name_that_could_be_taken_for_a_pattern_is_refused(name):
    with pytest.raises(BadInput, match="no name that can travel"):
        Keys("car", name)


def test_a_writer_that_is_not_the_allowed_one_is_refused_by_the_receiving_side(reading):
    session, reader, port = reading
    with lenient("stranger", port) as forger, lenient("writer", port) as allowed:
        until(lambda: len(session.info.peers_zid()) == 2)
        forged = forger.declare_publisher(KEYS.to("reader"))
        honest = allowed.declare_publisher(KEYS.to("reader"))
        until(lambda: honest.matching_status.matching)
        payload = bytes(FRAME.size)
        for _ in range(20):
            forged.put(payload, attachment=pack_head(HEAD))
            forger.put(KEYS.to("reader"), payload, attachment=pack_head(HEAD))
        honest.put(payload, attachment=pack_head(HEAD._replace(writer=8)))
        until(lambda: reader.far.arrived)
        assert not forged.matching_status.matching
        forger.put(KEYS.to("reader"), b"", attachment=b"")
        honest.put(b"", attachment=pack_head(HEAD._replace(kind=2, writer=8)))
        until(lambda: reader.far.alive)
        assert (reader.far.writer, reader.odd) == (8, {})


def test_a_reader_that_is_not_an_allowed_one_gets_nothing():
    port = free_port()
    with open_door("writer", listen=port) as session, lenient("stranger", port) as spy:
        writer = NetBus("writer", "car", [ABOUT], FRAMES, session, Monotonic()).publish("words")
        heard = []
        spying = spy.declare_subscriber("aureole/**", heard.append)
        with open_door("reader", connect=(port,)) as other:
            reader = NetBus("reader", "car", [ABOUT], FRAMES, other, Monotonic()).subscribe("words")
            until(lambda: writer.heed() or writer.met)
            assert len(session.info.peers_zid()) == 2
            for value in range(3):
                writer.put(word(value), value)
                with reader.take(wait=10.0) as message:
                    assert message.stamp == value
            reader.close()
        spying.undeclare()
        writer.close()
        assert heard == []


@pytest.mark.parametrize("how", ["another authority", "no certificate", "no encryption"])
def test_whom_the_authority_does_not_know_is_no_peer(reading, how):
    import json

    import zenoh

    from aureole.runtime.net.session import config

    session, reader, port = reading
    found = config("writer", "car", [ABOUT], door("writer", connect=(port,)), FRAME.size)
    found["access_control"], found["connect"]["timeout_ms"] = {"enabled": False}, 300
    found["connect"]["exit_on_failure"] = True
    tls = found["transport"]["link"]["tls"]
    if how == "another authority":
        of = papers("writer", "stranger")
        tls |= {"connect_certificate": str(of.own), "connect_private_key": str(of.key)}
    elif how == "no certificate":
        tls |= {"enable_mtls": False, "connect_certificate": None, "connect_private_key": None}
    else:
        found["transport"]["link"]["protocols"] = ["tcp"]
        found["connect"]["endpoints"] = [f"tcp/{doors.HOST}:{port}"]
    with contextlib.suppress(zenoh.ZError), zenoh.open(zenoh.Config.from_json5(json.dumps(found))) as intruder:
        intruder.put(KEYS.to("reader"), bytes(FRAME.size), attachment=pack_head(HEAD))
    assert session.info.peers_zid() == []
    assert (reader.far.arrived, reader.odd) == (0, {})


def test_a_machine_with_the_right_name_at_another_address_is_not_spoken_to():
    port = free_port()
    elsewhere = papers("writer", hosts=("192.0.2.1",))
    with opened("writer", "car", [ABOUT], Door((f"{doors.HOST}:{port}",), (), elsewhere), FRAMES) as session:
        import json

        import zenoh

        from aureole.runtime.net.session import config

        found = config("reader", "car", [ABOUT], door("reader", connect=(port,)), FRAME.size)
        found["connect"] |= {"timeout_ms": 300, "exit_on_failure": True}
        with pytest.raises(zenoh.ZError):
            zenoh.open(zenoh.Config.from_json5(json.dumps(found)))
        assert session.info.peers_zid() == []


def test_a_missing_certificate_is_named(tmp_path):
    nowhere = tmp_path / "none.pem"
    with pytest.raises(BadInput, match="no such file"):
        opened("writer", "car", [ABOUT], Door((), (), Certificates(nowhere, nowhere, nowhere)), FRAMES)


def test_a_certificate_that_is_none_and_an_address_that_is_taken_are_told(tmp_path):
    torn = tmp_path / "torn.pem"
    torn.write_text("-----BEGIN CERTIFICATE-----\n")
    where = Door((f"{doors.HOST}:{free_port()}",), (), Certificates(torn, torn, torn))
    with pytest.raises(Trouble, match="door of writer cannot be opened"):
        opened("writer", "car", [ABOUT], where, FRAMES)
    port = free_port()
    with open_door("writer", listen=port), pytest.raises(Trouble, match="cannot be opened"):
        open_door("reader", listen=port)
