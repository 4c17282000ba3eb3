"""What `aureole top` reckons, and how it lies on the screen."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from aureole.cli.car.tell import wide
from aureole.cli.system.figures import HISTORY, Calls, Load, as_json, load
from aureole.cli.system.processes import Machine
from aureole.cli.system.table import shown
from aureole.runtime.nodes.pulse import Row

SECOND = 1_000_000_000
NOW = 100 * SECOND


def row(stamp: int, took: int, cpu: int = 1_000_000, ready: int = 0) -> Row:
    return Row(stamp, stamp, stamp, stamp + took, cpu, ready, 0, 0, 0, 0)


def answer(rows: int = 1000) -> dict:
    """Ten seconds of a chain of two at 100 Hz; one run in a hundred takes 20 ms."""
    stamps = [NOW - (rows - k) * 10_000_000 for k in range(rows)]
    status = {
        "car": "sedan", "case": "cut-in", "driver": "rules", "mode": "full", "now": NOW, "born": NOW - 60 * SECOND,
        "drive": {"number": 2, "seconds": 3.0},
        "services": [
            {"name": "port", "budget": 1e-3, "restarts": 0},
            {"name": "follower", "budget": 0.5e-3, "restarts": 3},
        ],
        "chains": [{"name": "control", "services": ["port", "follower"], "looks": [], "deadline": 10e-3, "kept": 990,
                    "missed": 10,
                    "causes": [["follower", "preempted", 10]]}],
        "facilities": [{"name": "sched_fifo", "en": "real-time priority (SCHED_FIFO)", "zh": "实时优先级（SCHED_FIFO）",
                        "granted": False, "why_en": "this user may not", "why_zh": "", "refused_to": {}}],
        "stands": "", "codes": [], "chip": "", "links": [],
    }  # fmt: skip
    return {
        "status": status,
        "rows": {
            "port": [list(row(stamp, 1_000_000)) for stamp in stamps],
            "follower": [list(row(at, 20_000_000 if k % 100 == 0 else 2_000_000)) for k, at in enumerate(stamps)],
        },
        "next": {"port": rows, "follower": rows},
    }


def taken() -> tuple[dict, Calls]:
    found, calls = answer(), Calls()
    calls.take(found)
    return found["status"], calls


def test_a_chain_tells_its_median_its_margin_and_its_worst_seconds():
    status, calls = taken()
    (chain,) = calls.chains(status)
    assert chain.p50 == pytest.approx(2e-3)
    assert chain.margin == pytest.approx(10e-3 - chain.p99)
    assert (chain.kept, chain.missed) == (990, 10)
    assert len(chain.worst) == HISTORY
    assert max(chain.worst) == pytest.approx(2.0)


def test_a_service_tells_its_rate_its_share_of_a_core_and_what_is_left_of_its_budget():
    status, calls = taken()
    port, follower = calls.services(status)
    assert port.rate == pytest.approx(100.0)
    assert port.busy == pytest.approx(0.1)
    assert port.margin == pytest.approx(0.0)
    assert follower.margin == pytest.approx(-0.5e-3)


def test_calls_older_than_the_window_do_not_count():
    found, calls = answer(2000), Calls()
    calls.take(found)
    assert calls.services(found["status"])[0].rate == pytest.approx(100.0, rel=0.01)


def test_the_machines_load_is_what_happened_between_two_looks():
    found = load(Machine((100, 100), (50, 50), (0, 0)), Machine((200, 200), (150, 75), (0, 20)))
    assert found.cores == (0.0, 0.75)
    assert found.steal == pytest.approx(0.1)


def drawn(lang: str, width: int) -> list[str]:
    status, calls = taken()
    paper = Console(width=width, file=io.StringIO(), highlight=False)
    paper.print(shown(status, calls, Load((0.5, 1.0), 0.01), lang, width))
    return paper.file.getvalue().splitlines()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [80, 120])
def test_it_fits_a_terminal_of_24_lines_and_no_word_is_cut(lang, width):
    lines = drawn(lang, width)
    assert len(lines) <= 24
    assert max(map(wide, lines)) <= width
    assert "…" not in "".join(lines)


def test_chinese_columns_stand_under_each_other():
    lines = drawn("zh", 80)
    rows = [line for line in lines if line.startswith(("port", "follower"))]
    head = next(line for line in lines if line.startswith("服务"))
    assert len({wide(line.rstrip()) for line in (head, *rows)}) == 1


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "plan ← mind cut 3.0 s lost 7"), ("zh", "plan ← mind 中断 3.0 s 丢失 7")]
)
def test_a_chip_among_several_is_named_with_the_state_of_its_links(lang, said):
    status, calls = taken()
    link = {"topic": "plan", "chip": "mind", "comes": True, "state": "cut", "since": NOW - 3 * SECOND, "words": 5,
            "lost": 7, "network": "backbone"}  # fmt: skip
    paper = Console(width=80, file=io.StringIO(), highlight=False)
    paper.print(shown(status | {"chip": "main", "links": [link]}, calls, Load((0.5,), 0.01), lang, 80))
    assert said in paper.file.getvalue()
    assert "main" in paper.file.getvalue().splitlines()[0]


def test_what_is_not_granted_stands_beneath():
    assert any("not granted: real-time priority" in line for line in drawn("en", 80))


def test_machines_are_told_no_nan():
    status, calls = taken()
    calls.rows.clear()
    calls.spans.clear()
    text = json.dumps(as_json(status, calls, Load((), 0.0)), allow_nan=False)
    assert json.loads(text)["chains"][0]["p50"] is None
