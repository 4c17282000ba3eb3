"""Deadlines, order and numbers of words, held against calls that were made up."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from aureole.core.resources import Chain, Service
from aureole.core.topic import Topic
from aureole.runtime.nodes.pulse import Rings, Row
from aureole.runtime.nodes.system import System
from aureole.runtime.supervise.causes import Cause
from aureole.runtime.supervise.promises.books import Book, Calls
from aureole.runtime.supervise.promises.chains import kept, looking
from aureole.runtime.supervise.promises.deadlines import OVERDUE, ChainWatch, due_within, missed
from aureole.runtime.supervise.promises.floods import SPAN, Floods
from aureole.runtime.supervise.promises.limited import Limited
from aureole.runtime.supervise.promises.order import SETTLED, Order
from aureole.runtime.supervise.promises.promises import Promises

MS = 1_000_000
TEN = 10 * MS


def service(name: str, trigger: str = "") -> Service:
    return Service(name, name, name, trigger, 0.01, 2e-3, 1e8, "QM")


def topic(name: str, writer: str, *readers: str, rate: float = 100.0) -> Topic:
    return Topic(name, "Command", rate, 0.01, writer, readers)


SERVICES = (service("port"), service("driver", "look"), service("follower", "look"), service("guard", "wish"))
TOPICS = (topic("look", "port", "driver", "follower"), topic("plan", "driver", "follower", rate=10.0),
          topic("wish", "follower", "guard"), topic("command", "guard", "port"))  # fmt: skip
CONTROL = Chain("control", ("port", "follower", "guard", "port"), 10e-3, 99.0)
DECISION = Chain("decision", ("port", "driver", "follower", "guard"), 60e-3, 99.0)
SYSTEM = System(SERVICES, TOPICS, {}, {}, False, chains=(CONTROL, DECISION))
BUDGETS = {each.name: each.budget for each in SERVICES}


def row(stamp: int, woken: int, ended: int, **spent: int) -> Row:
    return Row(stamp, woken, woken, ended, 1000, 0, 0, 0, 0, 0)._replace(**spent)


def drive(moments: range, slow: int = 0) -> dict[str, list[Row]]:
    """A millisecond for each of three services, the guard `slow` ns more."""
    found: dict[str, list[Row]] = {"port": [], "follower": [], "guard": []}
    for k in moments:
        at = k * TEN
        found["port"].append(row(at, at, at + MS))
        found["follower"].append(row(at, at + MS, at + 2 * MS))
        found["guard"].append(row(at, at + 2 * MS, at + 3 * MS + slow, cpu=3 * MS if slow else MS))
    return found


def test_only_whom_the_one_before_does_not_wake_looks():
    assert looking(CONTROL, SERVICES, TOPICS) == frozenset()
    assert looking(DECISION, SERVICES, TOPICS) == {"follower"}


def test_a_decision_is_answered_by_the_first_wish_that_could_know_of_it():
    calls = drive(range(1, 6))
    calls["driver"] = [row(TEN, TEN + MS, TEN + 15 * MS)]  # while it thought, two more looks were followed
    found = kept(DECISION, calls, BUDGETS, frozenset({"follower"}))
    assert found.runs == 1
    assert found.p50 == pytest.approx((30 * MS + 3 * MS - TEN) * 1e-9)


def test_a_run_that_never_came_to_its_end_has_missed_its_deadline():
    calls = drive(range(5))
    del calls["guard"][2]
    found = kept(CONTROL, calls, BUDGETS)
    assert (found.runs, found.missed, found.causes) == (5, 1, (("guard", Cause.LATE_INPUT, 1),))


def test_the_last_run_may_be_under_way():
    calls = drive(range(5))
    del calls["guard"][4]
    assert (kept(CONTROL, calls, BUDGETS).runs, kept(CONTROL, calls, BUDGETS).missed) == (4, 0)


def test_a_service_has_until_the_first_of_its_words_is_stale():
    assert due_within(SERVICES[0], TOPICS) == 0.01
    assert due_within(service("judge"), TOPICS) == 0.0


def test_a_late_call_and_one_beyond_its_budget_are_told_with_their_cause():
    calls = [
        row(0, 1, MS),
        row(TEN, TEN + 1, TEN + 12 * MS, ready=9 * MS),
        row(2 * TEN, 2 * TEN, 2 * TEN + 5 * MS, cpu=5 * MS),
    ]
    found = missed(SERVICES[1], calls, 0.01)
    assert [(each.what, each.stamp, each.cause) for each in found] == [
        ("deadline", TEN, Cause.PREEMPTED), ("budget", 2 * TEN, Cause.OWN_OVERRUN),
    ]  # fmt: skip


def test_a_guard_that_woke_by_itself_for_nothing_came_is_not_late():
    assert missed(SERVICES[3], [row(TEN, TEN, 5 * TEN)], 0.01) == []
    assert [each.what for each in missed(SERVICES[3], [row(TEN, TEN + 1, 5 * TEN)], 0.01)] == ["deadline"]


class Watched:
    """A chain under watch, fed call by call."""

    def __init__(self, chain: Chain = CONTROL) -> None:
        self.watch = ChainWatch(chain, looking(chain, SERVICES, TOPICS), BUDGETS)
        self.books = {each.name: Book() for each in SERVICES}

    def feed(self, calls: dict[str, list[Row]], now: int) -> list:
        for name, rows in calls.items():
            for each in rows:
                self.books[name].add(each)
        return self.watch.look(calls, self.books, now)


def test_every_late_run_is_told_once_and_the_percentile_when_it_is_broken():
    watched = Watched()
    assert watched.feed(drive(range(10)), 0) == []
    told = watched.feed(drive(range(10, 11), slow=9 * MS), 0)
    assert [(each.what, each.service, each.cause) for each in told] == [("deadline", "guard", Cause.WAITED)]
    told = watched.feed(drive(range(11, 13), slow=9 * MS), 0)
    assert [each.what for each in told] == ["deadline", "deadline", "percentile"]
    assert [each.what for each in watched.feed(drive(range(13, 14), slow=9 * MS), 0)] == ["deadline"]
    margin = watched.watch.margin
    assert (margin.runs, margin.missed, margin.all_missed) == (14, 4, 4)
    assert margin.worst == pytest.approx(12e-3)
    assert margin.left == pytest.approx(-2e-3)


def test_the_window_forgets_and_a_chain_that_is_well_again_can_break_its_promise_again():
    watched = Watched()
    late = watched.feed(drive(range(2), slow=9 * MS), 0)
    assert [each.what for each in late] == ["deadline", "deadline", "percentile"]
    assert watched.feed(drive(range(2, 102)), 0) == []
    assert watched.watch.margin.missed == 0
    assert watched.watch.margin.all_missed == 2
    assert "percentile" in [each.what for each in watched.feed(drive(range(102, 104), slow=9 * MS), 0)]


def test_a_run_whose_service_has_gone_is_given_up_when_it_is_overdue():
    watched = Watched()
    calls = drive(range(1))
    del calls["guard"]
    assert watched.feed(calls, 5 * MS) == []
    told = watched.feed({}, TEN + OVERDUE + 2 * MS)
    assert [(each.service, each.cause, each.value) for each in told] == [("guard", Cause.LATE_INPUT, float("inf"))]


def order(calls: dict[str, list[Row]], now: int = 10 * SETTLED, before: Order | None = None) -> list:
    books = {name: Book(rows) for name, rows in calls.items()}
    watch = before or Order(SYSTEM)
    return [(odd.service, odd.what, odd.before) for odd in watch.look(calls, books, now)]


def test_services_that_are_called_in_the_order_of_their_chain_are_not_odd():
    assert order(drive(range(100, 110))) == []


def test_a_word_that_nobody_before_in_the_chain_can_have_written_is_odd():
    calls = drive(range(100, 110))
    calls["guard"].insert(5, row(104 * TEN + 3, 104 * TEN + 4 * MS, 104 * TEN + 5 * MS))
    assert order(calls) == [("guard", "uncaused", "follower")]


def test_a_service_that_was_called_before_its_cause_is_odd():
    calls = drive(range(100, 110))
    calls["guard"][5] = row(105 * TEN, 105 * TEN + MS // 2, 105 * TEN + 9 * MS // 10)
    assert order(calls) == [("guard", "order", "follower")]


@pytest.mark.parametrize(("again", "what"), [(109, "twice"), (107, "older")])
def test_a_word_that_is_given_again_is_odd(again, what):
    calls = drive(range(100, 110))
    calls["guard"].append(row(again * TEN, 109 * TEN + 8 * MS, 109 * TEN + 9 * MS))
    assert order(calls) == [("guard", what, "")]


def test_a_guard_that_waited_in_vain_and_then_is_given_the_wish_is_not_odd():
    calls = drive(range(100, 110))
    calls["guard"].insert(9, row(109 * TEN, 109 * TEN, 109 * TEN + MS))
    assert order(calls) == []


def test_who_begins_anew_is_given_the_last_word_again_and_is_not_odd():
    watch = Order(SYSTEM)
    assert order(drive(range(100, 110)), before=watch) == []
    watch.forget("guard", 110 * TEN)
    assert order({"guard": [row(109 * TEN, 111 * TEN, 111 * TEN + MS)]}, before=watch) == []


def ring(sent: int, calls: int = 0) -> SimpleNamespace:
    return SimpleNamespace(sent=lambda _writer, topic: sent if topic == "wish" else 0, calls=lambda _: calls)


@pytest.mark.parametrize(("words", "harmful"), [(150, None), (400, False), (5000, True)])
def test_who_says_more_than_its_topic_is_meant_to_carry_is_found(words, harmful):
    floods = Floods(SYSTEM)
    assert floods.look({"follower": ring(0)}, 0) == []
    found = floods.look({"follower": ring(words)}, SPAN)
    assert [each.harmful for each in found] == ([] if harmful is None else [harmful])


def test_a_writer_that_began_anew_is_counted_anew():
    floods = Floods(SYSTEM)
    floods.look({"follower": ring(100_000)}, 0)
    assert floods.look({"follower": ring(90)}, SPAN) == []
    assert floods.look({"follower": ring(180)}, 2 * SPAN) == []


def test_a_flood_of_findings_is_told_once_and_then_counted():
    limited = Limited(span=100)
    assert limited.take(("a",), "first", 0) == "first"
    assert [limited.take(("a",), "more", moment) for moment in (1, 2, 3)] == [None] * 3
    assert limited.take(("b",), "other", 3) == "other"
    assert limited.left(50) == []
    assert limited.take(("a",), "late", 200) == "late (and 3 more before)"
    assert limited.take(("a",), "last", 201) is None
    assert limited.left(201, all_of_it=True) == [(("a",), "last (1 times since)")]
    assert limited.left(999, all_of_it=True) == []


def test_calls_are_given_once_each_and_a_new_node_counts_anew():
    def made() -> tuple[Rings, bytearray]:
        memory = bytearray(Rings.size(1))
        return Rings(memory, ["guard"]), memory

    system = System((service("guard", "wish"),), (), {}, {}, False)
    calls, (first, _) = Calls(system), made()
    for stamp in range(3):
        first.add("guard", row(stamp, stamp, stamp))
    assert [each.stamp for each in calls.fresh({"guard": first})["guard"]] == [0, 1, 2]
    assert calls.fresh({"guard": first})["guard"] == []
    second, _ = made()
    second.add("guard", row(7, 7, 7))
    assert [each.stamp for each in calls.fresh({"guard": second})["guard"]] == [7]


def test_a_book_keeps_the_last_calls_only():
    book = Book(keep=4)
    for stamp in range(100):
        book.add(row(stamp, stamp, stamp))
    assert 4 <= len(book.rows) < 8
    assert book.rows[-1].stamp == 99
    assert set(book.at) == {each.stamp for each in book.rows}
    assert book.after(98).stamp == 98


def test_what_was_broken_is_told_with_the_domain_whose_cause_it_is():
    memory = {each.name: bytearray(Rings.size(1)) for each in SERVICES}
    rings = {name: Rings(one, [name]) for name, one in memory.items()}
    for name, rows in drive(range(100, 102), slow=10 * MS).items():
        for each in rows:
            rings[name].add(name, each)
    found = Promises(SYSTEM).look(rings, 102 * TEN)
    assert {(each.domain, each.what, each.subject) for each in found} == {
        ("guard", "deadline", "control"), ("guard", "deadline", "guard"), ("guard", "percentile", "control"),
    }  # fmt: skip
    assert found[0].text == "guard 11.00 ms > 10 ms: guard waited"
