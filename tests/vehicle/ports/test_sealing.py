"""What becomes of frames lost, broken, forged, repeated or old, and how two sides agree again after a restart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.vehicle.ports.database import frames
from aureole.vehicle.ports.e2e import protect
from aureole.vehicle.ports.freshness import Messages
from aureole.vehicle.ports.sealing import MAC, SYNC, TAIL, Fate, Opener, Sealer
from aureole.vehicle.ports.secoc import Cmac
from tests.vehicle.ports.joined import KEY

NAME = "SteerRequest"
KIND = frames()[NAME]
NONCE = 77


def sender(trip=1, message=0, key=KEY):
    return Sealer(frames(), Cmac(key), Messages(trip, message))


def receiver(key=KEY):
    return Opener([frames()[name] for name in (NAME, "DriveRequest", SYNC)], Cmac(key))


def synced(message=0):
    """Both sides, agreed, after one frame."""
    ours, theirs = sender(message=message), receiver()
    theirs.ask(NONCE)
    opened(theirs, ours.sync(NONCE), SYNC)
    opened(theirs, seal(ours))
    return ours, theirs


def seal(ours, angle=0.1):
    return ours.seal(NAME, {"Angle": angle, "Valid": 0.2})


def opened(theirs, data, name=NAME):
    return theirs.open(frames()[name].id, data)


def test_a_frame_in_order_is_used():
    ours, theirs = synced()
    found = opened(theirs, seal(ours, angle=0.25))
    assert (found.name, found.fate, found.values["Angle"]) == (NAME, Fate.OK, 0.25)


@pytest.mark.parametrize(("missing", "fate"), [(1, Fate.SOME_LOST), (9, Fate.SOME_LOST), (10, Fate.WRONG_SEQUENCE)])
def test_lost_frames_are_counted(missing, fate):
    ours, theirs = synced()
    for _ in range(missing):
        seal(ours)
    assert (opened(theirs, seal(ours))[1::2]) == (fate, missing)
    assert theirs.lost[NAME] == missing


def test_what_was_before_the_first_frame_of_all_is_not_counted_as_lost():
    ours, theirs = sender(), receiver()
    theirs.ask(NONCE)
    opened(theirs, ours.sync(NONCE), SYNC)
    for _ in range(100):
        seal(ours)
    assert opened(theirs, seal(ours)).fate is Fate.WRONG_SEQUENCE
    assert theirs.lost[NAME] == 0


def test_a_frame_sent_again_is_a_replay_and_stays_one_after_the_truncated_value_has_wrapped():
    ours, theirs = synced(message=65_000)
    old = seal(ours)
    assert opened(theirs, old).fate is Fate.OK
    assert opened(theirs, old).fate is Fate.REPLAYED
    for _ in range(600):
        last = opened(theirs, seal(ours))
    assert last.fate is Fate.OK
    assert opened(theirs, old).fate is Fate.REPLAYED


def test_a_frame_one_whole_wrap_old_does_not_pass_for_a_new_one():
    ours, theirs = synced()
    old = seal(ours)
    opened(theirs, old)
    ours = sender(message=65_536 + 4)
    opened(theirs, seal(ours))
    assert opened(theirs, old).fate in {Fate.REPLAYED, Fate.WRONG_MAC}


def test_a_new_frame_with_a_counter_that_stands_still_is_repeated():
    ours, theirs = synced()
    stuck = sender(message=100)
    stuck._counters[NAME] = ours._counters[NAME] - 1
    assert opened(theirs, seal(stuck)).fate is Fate.REPEATED


@given(bit=st.integers(0, 8 * 24 - 1))
def test_no_turned_bit_passes(bit):
    ours, theirs = synced()
    data = bytearray(seal(ours))
    data[bit // 8] ^= 1 << bit % 8
    fate = opened(theirs, bytes(data)).fate
    assert fate is (Fate.ERROR if bit < 8 * (24 - TAIL) else Fate.WRONG_MAC)


def forged(ours, angle=-0.5):
    """A frame with a right CRC and no key."""
    data = bytearray(seal(ours, angle))
    body = data[:-TAIL]
    body[3] ^= 0x55
    protect(body, KIND.identity, body[2])
    return bytes(body) + bytes(data[-TAIL:])


def test_a_forged_frame_is_refused_and_moves_no_state():
    ours, theirs = synced()
    spare, counters = sender(message=50), dict(theirs._counters)
    assert opened(theirs, forged(spare)).fate is Fate.WRONG_MAC
    assert theirs._counters == counters
    assert opened(theirs, seal(ours)).fate is Fate.OK


@given(
    data=st.binary(max_size=64),
    number=st.one_of(st.sampled_from([f.id for f in frames().values()]), st.integers(0, 2**32)),
)
def test_no_bytes_upset_a_receiver_or_pass(data, number):
    theirs = synced()[1]
    found = theirs.open(number, data)
    assert found.fate in {Fate.UNKNOWN, Fate.WRONG_LENGTH, Fate.ERROR, Fate.WRONG_MAC}
    assert found.values == {}


def test_frames_of_one_kind_do_not_pass_for_another():
    ours, theirs = synced()
    assert opened(theirs, seal(ours), "DriveRequest").fate is Fate.ERROR


def test_a_receiver_that_knows_nothing_uses_nothing():
    ours, theirs = sender(), receiver()
    assert opened(theirs, seal(ours)).fate is Fate.UNSYNCHRONISED
    assert opened(theirs, ours.sync(), SYNC).fate is Fate.UNSYNCHRONISED


def test_a_restarted_receiver_takes_only_the_answer_to_its_own_challenge():
    ours, first = synced()
    record = [ours.sync(NONCE), seal(ours), seal(ours)]
    assert opened(first, record[1]).fate is Fate.OK
    again = receiver()
    again.ask(NONCE + 1)
    assert opened(again, record[0], SYNC).fate is Fate.UNSYNCHRONISED
    assert [opened(again, each).fate for each in record[1:]] == [Fate.UNSYNCHRONISED] * 2
    opened(again, ours.sync(NONCE + 1), SYNC)
    assert opened(again, record[1]).fate is Fate.REPLAYED
    opened(again, seal(ours))
    assert opened(again, seal(ours)).fate is Fate.OK


def test_a_restarted_sender_announces_its_trip_and_is_followed():
    ours, theirs = synced()
    last = seal(ours)
    ours = sender(trip=2)
    assert opened(theirs, seal(ours)).fate is Fate.WRONG_MAC
    opened(theirs, ours.sync(), SYNC)
    opened(theirs, seal(ours))
    assert opened(theirs, seal(ours)).fate is Fate.OK
    assert opened(theirs, last).fate is Fate.WRONG_MAC


def test_a_sync_that_is_not_newer_is_a_replay():
    ours, theirs = synced()
    record = ours.sync()
    opened(theirs, record, SYNC)
    assert opened(theirs, record, SYNC).fate is Fate.REPLAYED
    assert opened(theirs, sender(message=2).sync(), SYNC).fate is Fate.REPLAYED


def test_a_sync_of_another_key_is_told_from_a_forged_one():
    theirs = receiver()
    theirs.ask(NONCE)
    other = sender(key=bytes(16)).sync(NONCE)
    assert opened(theirs, other, SYNC).fate is Fate.WRONG_KEY
    broken = bytearray(sender().sync(NONCE))
    broken[-1] ^= 1
    assert opened(theirs, bytes(broken), SYNC).fate is Fate.WRONG_MAC
    assert not theirs.synchronised


def test_a_challenge_is_protected_without_a_key():
    ours, theirs = Sealer(frames()), Opener([frames()["FreshnessChallenge"]])
    assert opened(theirs, ours.seal("FreshnessChallenge", {"Nonce": 3.0}), "FreshnessChallenge").values["Nonce"] == 3.0


def test_the_length_of_what_is_sent_is_the_frames():
    assert len(seal(sender())) == KIND.length
    assert len(sender().sync()) == frames()[SYNC].length
    assert MAC == 8
