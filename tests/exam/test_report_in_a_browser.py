"""The report opened in a real browser: it draws, says nothing on the console, and asks nobody."""

import os
import re
from dataclasses import replace

import numpy as np
import pytest

from aureole.core.kinds import Kind, SignalKind, SignalState
from aureole.core.verdict import Event
from aureole.exam.report.worst import worst_pairs
from aureole.exam.report.write import About, command, write
from aureole.exam.sentences.table import SENTENCES
from aureole.exam.sentences.tell import both, said, tell
from aureole.exam.tracks import History
from benchmarks.report import synthetic
from tests.exam import played
from tests.exam.staged import Actor, Moment, Post, Stage, brief, signs
from tests.exam.test_sentences import examples
from tools.browser import browser, found

CHROMIUM = found() if os.name == "posix" else None

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: install chromium to open reports in a test")
ABOUT = About("quick", "aureole exam quick --driver rules", 0.01, "sedan", "any machine")
DATASET = "document.documentElement.dataset"


@pytest.fixture(scope="module")
def page():
    with browser(CHROMIUM) as one:
        yield one


@pytest.fixture
def opened(page):
    """Opens a report anew: (path, anchor, more) -> the page."""

    def open_it(path, anchor: str = "", **look):
        page.faults.clear()
        page.look(**look)
        page.open(path, anchor)
        page.until(f"'complete' in {DATASET}")
        return page

    return open_it


@pytest.fixture(scope="module")
def replay(straight):
    return played.cut_in(straight, span=8.0)


@pytest.fixture(scope="module")
def many(tmp_path_factory, straight, replay):
    statuses = ["failed", "unavoidable", "not_exercised", *["passed"] * 40]
    verdicts = [played.verdict(k, status) for k, status in enumerate(statuses)]
    path = tmp_path_factory.mktemp("report") / "report.html"
    write(path, verdicts, dict.fromkeys(range(5), replay), dict.fromkeys(range(5), straight), about=ABOUT)
    return path


@pytest.fixture(scope="module")
def grid(tmp_path_factory, straight, replay):
    """Five drivers on the same plane of a grid, the worst of them replayed in pairs."""
    verdicts = synthetic(5310)
    kept = worst_pairs(verdicts)
    path = tmp_path_factory.mktemp("grid") / "report.html"
    write(path, verdicts, dict.fromkeys(kept, replay), dict.fromkeys(kept, straight), about=ABOUT)
    return path


@pytest.fixture(scope="module")
def large(tmp_path_factory):
    path = tmp_path_factory.mktemp("large") / "report.html"
    write(path, synthetic(10_000), {}, {}, about=ABOUT)
    return path


@pytest.mark.parametrize(
    ("anchor", "look"),
    [("", {}), ("#theme=dark&lang=zh&t=5", {}), ("#play=1", {"width": 390}), ("#row=20", {"dark": True})],
)
@pytest.mark.parametrize("name", ["many", "grid"])
def test_a_report_of_many_cases_draws_without_a_complaint(request, opened, name, anchor, look):
    page = opened(request.getfixturevalue(name), anchor, **look)
    rows, replays = {"many": (43, 5), "grid": (5310, 50)}[name]
    assert page.ask(f"{DATASET}.ready") == f"{rows} rows, {replays} replays"
    assert page.ask(f"{DATASET}.faults") is None
    assert page.faults == []
    assert page.ask("document.documentElement.scrollWidth <= innerWidth")


def test_a_report_of_one_case_opens_on_its_replay(tmp_path, straight, replay, opened):
    path = tmp_path / "report.html"
    write(path, [played.verdict()], {0: replay}, {0: straight}, about=ABOUT, lang="zh")
    page = opened(path)
    assert page.ask(f"{DATASET}.ready") == "1 rows, 1 replays"
    assert page.ask("document.body.dataset.single !== undefined")
    assert page.ask("why.textContent") == "保持车道"
    assert page.ask("document.documentElement.lang") == "zh-CN"
    assert page.ask("['heat', 'versus', 'clauses', 'drivers'].every((id) => document.getElementById(id).hidden)")
    assert page.faults == []


def test_a_report_tells_events_in_its_language_as_python_does(tmp_path, straight, replay, opened):
    nested = {name: [{"rest": tell("to_lead")}] for name, (en, _) in SENTENCES.items() if "{rest}" in en}
    texts = [tell(name, **fields) for name in SENTENCES for fields in nested.get(name) or examples(name)]
    assert len(texts) > 80
    texts += [both(tell("ahead", who="甲; 乙", kind="bus"), tell("reversed")), "ValueError: none; at all", "(.*) {who}"]
    events = tuple(Event("red_light", "StVO 37", 0.01 * k, 1.0, 0.0, -1.0, True, text) for k, text in enumerate(texts))
    path = tmp_path / "report.html"
    write(path, [replace(played.verdict(), events=events)], {0: replay}, {0: straight}, about=ABOUT, lang="zh")
    page = opened(path)
    shown = "Array.from(document.querySelectorAll('li .text:not(.clause)'), (each) => each.textContent)"
    assert page.ask(shown) == [said(text, "zh") for text in texts]
    page.ask("document.getElementById('lang').click()")
    assert page.ask(shown) == texts
    assert page.faults == []


def test_a_report_without_replays_says_so(tmp_path, opened):
    path = tmp_path / "report.html"
    write(path, [played.verdict()], {}, {}, about=ABOUT)
    page = opened(path)
    assert page.ask(f"{DATASET}.ready") == "1 rows, 0 replays"
    assert not page.ask("absent.hidden")
    assert page.ask("document.getElementById('absent-command').textContent") == command(played.verdict())
    assert page.faults == []


def test_a_report_of_ten_thousand_drives_stands_within_two_seconds_of_work(large, opened):
    page = opened(large)
    assert large.stat().st_size <= 5_000_000
    assert page.ask(f"{DATASET}.ready") == "10000 rows, 0 replays"
    assert page.faults == []
    before = page.busy()
    page.open(large)
    page.until(f"'painted' in {DATASET}")
    assert page.busy() - before < 2.0  # of the processor's time: other work on this machine does not count


def test_only_rows_in_sight_are_in_the_page(large, opened):
    page = opened(large)
    assert page.ask("rows.children.length") < 40
    page.ask("document.getElementById('scroll').scrollTop = 1e9")
    page.until("rows.lastChild.dataset.place === '9999'")
    assert page.ask("rows.children.length") < 40
    assert page.ask("table.getAttribute('aria-rowcount')") == "10001"


def test_the_keyboard_walks_through_all_rows(large, opened):
    page = opened(large)
    page.ask("rows.querySelector('[tabindex=\"0\"]').focus()")
    for key in ("ArrowDown", "ArrowDown", "PageDown", "End"):
        page.press(key)
    assert page.ask("document.activeElement.dataset.place") == "9999"
    page.press("Enter")
    assert page.ask("document.activeElement.getAttribute('aria-selected')") == "true"


def test_filters_meet(grid, opened):
    verdicts = synthetic(5310)
    page = opened(grid)
    page.ask("search.value = 'Lat=1.2 collision'; search.dispatchEvent(new Event('input'))")
    expected = [v for v in verdicts if v.params["Lat"] == "1.2" and any(e.name == "collision" for e in v.events)]
    assert page.ask("count.textContent") == f"{len(expected)} of 5,310 drives"
    page.ask("document.getElementById('by-who').value = '1';"
             "document.getElementById('by-who').dispatchEvent(new Event('change'))")  # fmt: skip
    theirs = [v for v in expected if v.driver == "r157-cc"]
    assert page.ask("count.textContent") == f"{len(theirs)} of 5,310 drives"
    assert 0 < len(theirs) < len(expected)


def test_a_filter_by_clause_leaves_its_violations(grid, opened):
    page = opened(grid)
    expected = sum(any(c.clause == "UN R157 5.3.1" and c.margin < 0 for c in v.clauses) for v in synthetic(5310))
    page.ask("document.getElementById('by-clause').value = 'UN R157 5.3.1';"
             "document.getElementById('by-clause').dispatchEvent(new Event('change'))")  # fmt: skip
    assert page.ask("count.textContent") == f"{expected:,} of 5,310 drives"


def test_columns_sort_with_what_has_no_number_last(many, opened):
    page = opened(many)
    page.ask("[...head.querySelectorAll('button')].find((b) => b.textContent === 'TTC min').click()")
    shown = page.ask("[...rows.children].map((row) => row.children[3].textContent)")
    values = [float(text.split()[0]) for text in shown]
    assert values == sorted(values)


def test_frontiers_run_between_collision_and_none(grid, opened):
    page = opened(grid)
    told = page.ask(f"{DATASET}.heat")
    assert told.startswith("Dist 59 × Lat 18: ")
    edges = {name: int(count) for name, count in re.findall(r"([\w-]+) (\d+)(?:,|$)", told.split(": ")[1])}
    assert edges == {name: boundary(synthetic(5310), name) for name in edges}
    assert len(edges) == 5


def boundary(verdicts, driver: str) -> int:
    """Edges between a cell with a collision and one without, both exercised."""
    cells = np.full((59, 18), -1)
    for verdict in verdicts:
        if verdict.driver == driver and verdict.status != "not_exercised":
            at = int(verdict.params["Dist"]) - 1, round(10 * float(verdict.params["Lat"]))
            cells[at] = any(event.name == "collision" for event in verdict.events)
    pairs = ((cells[1:], cells[:-1]), (cells[:, 1:], cells[:, :-1]))
    return sum(int(((a >= 0) & (b >= 0) & (a != b)).sum()) for a, b in pairs)


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_long_names_and_values_of_parameters_stay_beside_their_sliders(tmp_path, opened, width):
    words = ("urban/high_density/lead_vehicle_brakes_unexpectedly", "rural", "motorway-with-road-works-2026-11")
    verdicts = [
        replace(played.verdict(k), params={
            "Gap": str(k % 4), "Lateral": str(k // 4 % 2), "Where": words[k // 3 % 3], "Odd": str(k // 5),
            "A_very_long_name_of_a_parameter_of_the_scenario": words[k % 3],
            "Speed_ms": ("13.888888888888889", "36.111111111111114")[k % 2],
        })
        for k in range(48)
    ]  # fmt: skip
    path = tmp_path / "report.html"
    write(path, verdicts, {}, {}, about=ABOUT)
    page = opened(path, width=width)
    shown = page.ask("document.querySelectorAll('.slice').length")
    assert shown == 4
    page.ask("document.querySelectorAll('.slice input').forEach((one) => "
             "{ one.value = '0'; one.dispatchEvent(new Event('input')); })")  # fmt: skip
    assert page.ask(
        "[...document.querySelectorAll('.slice')].every((box) => { const all = box.getBoundingClientRect();"
        "return [...box.children].map((one) => one.getBoundingClientRect())"
        ".every((r) => r.left >= all.left - 0.5 && r.right <= all.right + 0.5 && r.width > 30); })"
    )
    assert page.ask("[...document.querySelectorAll('.slice output')].every((one) => one.title === one.textContent)")
    assert page.faults == []


def test_a_click_on_the_heat_map_shows_its_cases_and_how_to_make_them_again(grid, opened):
    page = opened(grid)
    page.ask("heat.scrollIntoView({ block: 'start', behavior: 'instant' })")
    page.settle()
    box = page.ask("(({ x, y, width }) => [x, y, width])(document.getElementById('heat-map').getBoundingClientRect())")
    page.click(box[0] + 0.3 * box[2], box[1] + 120)
    cell = "document.getElementById('heat-cell')"
    assert page.ask(f"{cell}.querySelectorAll('.cell-row').length") == 5
    dist = page.ask(f"{cell}.querySelector('b').textContent").split()[1]
    assert f"--set Dist={dist} " in page.ask(f"{cell}.querySelector('code').textContent")
    assert page.faults == []


def test_two_drivers_of_one_case_are_drawn_together(grid, opened):
    page = opened(grid)
    assert page.ask(f"{DATASET}.egos") == "1"
    assert page.ask("beside.options.length") > 1
    page.ask("beside.selectedIndex = 1; beside.dispatchEvent(new Event('change'))")
    page.settle()
    assert page.ask(f"{DATASET}.egos") == "2"
    assert page.faults == []


def test_fixed_and_broken_are_counted_and_lead_to_their_rows(tmp_path, opened):
    before = [played.verdict(k, "failed" if k < 4 else "passed") for k in range(1, 9)]
    after = [played.verdict(k, "failed" if k in (3, 7) else "passed") for k in range(1, 9)]
    after[4] = replace(after[4], status="not_exercised")
    path, columns = tmp_path / "report.html", ("before",) * 8 + ("after",) * 8
    paired = ({"first": "before", "second": "after", "p": 0.5, "interval": [-0.3, 0.2]},)
    write(path, before + after, {}, {}, about=replace(ABOUT, columns=columns, paired=paired))
    page = opened(path)
    assert page.ask(f"{DATASET}.versus") == "fixed 2, broken 1, same_passed 3, same_failed 1, not_compared 1"
    assert "p = 0.50" in page.ask("document.getElementById('versus-note').textContent")
    page.ask("[...document.querySelectorAll('.set-card.broken > .link')][0].click()")
    assert page.ask("count.textContent") == "2 of 16 drives"


def test_the_command_of_the_page_is_the_command_of_the_file(tmp_path, opened):
    odd = {"A": "it's $HOME; `x`", "B_2": "1.5", "C": "中文", "D": ""}
    verdicts = [
        replace(played.verdict(k), params=odd, extra={"path": "my cases/a'b.xosc", "step": "0.05", "car": "point"})
        for k in (2, 3)
    ]
    path = tmp_path / "report.html"
    write(path, verdicts, {}, {}, about=ABOUT)
    page = opened(path, "#row=1")
    assert page.ask("again.textContent") == command(verdicts[1])


@pytest.mark.parametrize("count", [1, 3])
def test_hostile_names_and_numbers_that_are_none_do_no_harm(tmp_path, opened, count):
    evil = "</script><img src=x onerror=alert(1)>\u2028<!--"
    odd = Event(evil, evil, np.nan, np.inf, -np.inf, np.nan, True, evil)
    verdicts = [
        replace(
            played.verdict(k), case=(evil, "😀" * 200, "x" * 10_000)[k % 3], driver=(evil, "long" * 3000)[k % 2],
            score=np.nan,
            params={evil: evil, "y" * 10_000: "1e999", "__proto__": "5"}, measures={evil: np.inf, "min_ttc": np.nan},
            events=(odd,), clauses=(odd, replace(odd, time=1e300, margin=-1e300)), extra={evil: evil}, digest=evil,
        )
        for k in range(count)
    ]  # fmt: skip
    path = tmp_path / "report.html"
    write(path, verdicts, {}, {}, about=replace(ABOUT, suite=evil, title=evil, command=evil))
    for width in (1280, 390):
        page = opened(path, width=width)
        assert page.faults == []
        assert page.ask("document.documentElement.scrollWidth <= innerWidth")
        assert page.ask("document.querySelectorAll('img').length") == 0


def test_a_fault_in_the_page_would_be_noticed(many, tmp_path, page):
    broken = tmp_path / "broken.html"
    text = many.read_text(encoding="utf-8").replace("start_versus();", "setTimeout(() => no_such_thing());")
    broken.write_text(text, encoding="utf-8")
    page.faults.clear()
    page.load(broken)
    page.until(f"'faults' in {DATASET}")
    assert page.faults != []


def test_a_request_to_the_outside_would_be_refused_and_noticed(many, tmp_path, page):
    leaky = tmp_path / "leaky.html"
    text = many.read_text(encoding="utf-8").replace("start_table();", 'fetch("https://example.org/x"); start_table();')
    leaky.write_text(text, encoding="utf-8")
    page.faults.clear()
    page.open(leaky)
    page.settle()
    assert any("example.org" in line for line in page.faults)


def test_of_values_that_begin_and_end_alike_the_sliders_show_what_tells_them_apart(tmp_path, opened):
    roads = ("./maps/alks_straight.xodr", "./maps/alks_left_250m.xodr", "./maps/alks_left_1000m.xodr")
    verdicts = [
        replace(played.verdict(k), params={"Gap": str(k % 4), "Lateral": str(k // 4 % 2), "Road": roads[k % 3]})
        for k in range(24)
    ]
    path = tmp_path / "report.html"
    write(path, verdicts, {}, {}, about=ABOUT)
    page = opened(path)
    told = []
    for at in range(3):
        page.ask(f"(one => {{ one.value = '{at}'; one.dispatchEvent(new Event('input')); }})"
                 "(document.querySelector('.slice input'))")  # fmt: skip
        told.append(
            page.ask("(({ textContent, title }) => [textContent, title])(document.querySelector('.slice output'))")
        )
    assert told == [["left_1000m", roads[2]], ["left_250m", roads[1]], ["straight", roads[0]]]


def test_with_drivers_as_an_axis_every_row_shows_how_its_own_driver_ended(tmp_path, opened):
    verdicts = [
        replace(played.verdict(k, "failed" if name == "r157-reg" else "passed", name), params={"Speed": str(k)})
        for name in ("rules", "r157-cc", "r157-reg")
        for k in range(1, 7)
    ]
    path = tmp_path / "report.html"
    write(path, verdicts, {}, {}, about=ABOUT)
    page = opened(path)
    assert page.ask("document.documentElement.dataset.heat").startswith("Speed 6 × driver 3")
    assert page.ask("[...document.querySelectorAll('#heat-tones .tone')].map((one) => one.textContent)") == [
        "Passed", "Failed",
    ]  # fmt: skip
    assert page.ask("document.getElementById('heat-back').parentNode.hidden")
    rows = page.ask("((map) => [23, 53, 83].map((y) => "
                    "[...map.getContext('2d').getImageData(map.width * 0.6, y, 1, 1).data]))"
                    "(document.getElementById('heat-map'))")  # fmt: skip
    passed = [0xD6, 0xEB, 0xE4, 0xFF]  # as in plots.css
    assert rows[0] != passed
    assert rows[1:] == [passed, passed]


def test_situations_stand_by_ability_and_what_they_state_beside_the_drive(opened, tmp_path, straight, replay):
    verdicts = [
        replace(played.verdict(k, status), case=f"flagger#{k}") for k, status in enumerate(["failed", "passed"])
    ]
    path = tmp_path / "report.html"
    write(path, verdicts, {0: replay}, {0: straight}, about=ABOUT)
    page = opened(path)
    assert "Road works" in page.ask("document.getElementById('abilities-rows').textContent")
    assert "1 of 2 failed" in page.ask("document.getElementById('abilities-rows').textContent")
    page.ask("document.querySelectorAll('#abilities-by button')[1].click()")
    assert "flagger" in page.ask("document.getElementById('abilities-rows').textContent")
    assert "Must Stop, wait" in page.ask("document.getElementById('stated').textContent")
    assert page.ask("[...document.querySelectorAll('#abilities .clause-name')].every((one) => "
                    "one.scrollWidth <= one.clientWidth)")  # fmt: skip
    assert not page.faults


@pytest.mark.parametrize("state", [SignalState.RED, SignalState.GREEN, SignalState.STOP, SignalState.LEFT])
def test_a_replay_draws_every_kind_of_signal_cones_barriers_and_yellow_lines(opened, tmp_path, straight, state):
    kinds = [kind for kind in SignalKind if kind != SignalKind.NONE]
    posts = signs(*(Post(kind, s=90.0 + 4.0 * k, value=13.9) for k, kind in enumerate(kinds)))
    history = History(brief(straight, ("Ego", "Cone 1", "Barrier 1"), signs=posts),
                      paint=[np.array([[90.0, -3.5], [150.0, -3.5]])])  # fmt: skip
    actors = [
        Actor(100.0, -5.25, 0.0), Actor(112.0, -7.0, 0.0, kind=Kind.CONE, size=(0.4, 0.4, 0.75), box_x=0.0),
        Actor(118.0, -5.25, 0.0, kind=Kind.BARRIER, size=(0.5, 2.5, 1.0), box_x=0.0),
    ]  # fmt: skip
    stage = Stage(straight, [history])
    stage.play([Moment(0.1 * k, actors, shows=(state,) * len(kinds)) for k in range(5)])
    path = tmp_path / "report.html"
    write(path, [played.verdict()], {0: history.replay(0)}, {0: straight}, about=ABOUT)
    page = opened(path, "#theme=light")
    found = page.ask("(([w, h, data]) => { const seen = {}; for (let k = 0; k < data.length; k += 4) "
                     "seen[[data[k], data[k + 1], data[k + 2]]] = true; return Object.keys(seen); })"
                     "((c => [c.width, c.height, c.getContext('2d').getImageData(0, 0, c.width, c.height).data])"
                     "(document.getElementById('view')))")  # fmt: skip
    assert {"208,32,42", "27,95,180"} <= set(found)  # the red of signs and the blue of crossings, as in signs.js
    assert ("55,214,122" in found) == (state == SignalState.GREEN)
    assert page.faults == []
