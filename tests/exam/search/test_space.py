"""A space gives exactly the cases of its file, each the share of (0, 1) that it has in the exam."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from aureole.cli.searching.picture import page
from aureole.core.verdict import Verdict
from aureole.exam.search.estimate import from_plain, whole
from aureole.exam.search.found import Found, together
from aureole.exam.search.looking import Looking, lattice
from aureole.exam.search.margin import margin
from aureole.exam.search.space import shares, space_of
from aureole.exam.suites.cases import part_of
from aureole.exam.suites.suite import load

HEAD = '<FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="t" description="t"/>'


@pytest.fixture
def drawn(tmp_path):
    """A stochastic distribution over one of our scenarios."""
    scenario = load("r157-cut-in-low").entries[0].path
    file = tmp_path / "drawn.xosc"
    file.write_text(
        f'<OpenSCENARIO>{HEAD}<ParameterValueDistribution><ScenarioFile filepath="{scenario}"/>'
        '<Stochastic numberOfTestRuns="10">'
        '<StochasticDistribution parameterName="Gap"><NormalDistribution expectedValue="30" variance="100">'
        '<Range lowerLimit="-10" upperLimit="200"/></NormalDistribution></StochasticDistribution>'
        '<StochasticDistribution parameterName="Lateral"><UniformDistribution>'
        '<Range lowerLimit="0.2" upperLimit="1.7"/>'
        "</UniformDistribution></StochasticDistribution></Stochastic></ParameterValueDistribution></OpenSCENARIO>"
    )
    return space_of(part_of("drawn", file), 1)


def r157(name="r157-lane-keeping", seeds=1):
    part = next(part for part in load("r157").entries.parts if part.name == name)
    return space_of(part, seeds)


def test_every_case_of_a_grid_has_the_same_share():
    space = r157(seeds=2)
    ways = [np.arange(count) / count + 0.5 / count for count in (*(one.count for one in space.directions), 2)]
    rows = np.stack(np.meshgrid(*ways, indexing="ij"), axis=-1).reshape(-1, len(ways))
    drives = [space.drive(row, 0) for row in rows]
    assert Counter((drive.case.name, drive.seed) for drive in drives) == Counter(
        (drive.case.name, drive.seed) for drive in space.every()
    )
    assert {drive.case.name: drive.case.params for drive in drives} == {
        drive.case.name: drive.case.params for drive in space.every()
    }


def test_drawn_values_follow_their_distribution(drawn):
    u = (np.arange(2000) + 0.5) / 2000
    gaps = [float(drawn.drive(np.array([one, 0.5, 0.5]), 0).case.params["Gap"]) for one in u]
    assert np.mean(gaps) == pytest.approx(30.0, abs=0.1)
    assert np.std(gaps) == pytest.approx(10.0, abs=0.1)
    assert drawn.count == 0


def test_what_the_file_shuts_out_is_not_driven_and_is_no_failure(drawn):
    asked = []

    def judge(drives):
        asked.extend(drives)
        return [Verdict(drive.case.name, "rules", 0, drive.case.params, "passed", 1.0, {}) for drive in drives]

    looking = Looking(drawn, 1.0, judge, ("failed", ("collision",)))
    rows = np.array([[1e-4, 0.5, 0.5], [0.5, 0.5, 0.5]])  # a gap below 0 is outside the scenario's constraint
    margins = looking.rows(rows, [drawn.drive(row, k) for k, row in enumerate(rows)])
    assert (len(asked), looking.looked.shut) == (1, 1)
    assert (margins > 0.0).all()


def test_the_same_drive_is_driven_once():
    space, asked = r157(), []

    def judge(drives):
        asked.extend(drives)
        return [Verdict(drive.case.name, "rules", 0, drive.case.params, "passed", 1.0, {}) for drive in drives]

    looking = Looking(space, 1.0, judge, ("failed", ("collision",)))
    rows = np.full((5, 3), 0.1)
    looking.rows(rows, [space.drive(row, 0) for row in rows])
    looking.rows(rows, [space.drive(row, 0) for row in rows])
    assert len(asked) == len(looking.looked.seen) == 1


def test_a_grid_within_the_budget_is_driven_whole():
    space = r157()
    looking = Looking(
        space, 1.0,
        lambda drives: [Verdict(d.case.name, "rules", 0, d.case.params, "passed", 1.0, {}) for d in drives],
        ("failed", ("collision",)),
    )  # fmt: skip
    looking.look(space.count, "t", 0)
    assert looking.looked.estimate == whole(0, 8)
    assert len({tuple(seen.row) for seen in looking.looked.seen}) == 8


def test_small_grids_leave_their_share_of_the_budget_to_the_others():
    spaces = [space_of(part, 1) for part in load("r157").entries.parts]
    found = shares(spaces, 300)
    assert sum(found) == 300
    assert all(share <= space.count for share, space in zip(found, spaces, strict=True))


def test_the_rate_of_a_suite_is_the_weighted_mean_and_its_interval_no_wider_than_the_sum():
    parts = [(0.25, from_plain(5, 100)), (0.75, from_plain(0, 400))]
    found = together(parts)
    assert found.rate == pytest.approx(0.25 * 0.05)
    assert sum(w * one.interval.low for w, one in parts) - 1e-12 <= found.interval.low <= found.rate
    assert found.rate <= found.interval.high <= sum(w * one.interval.high for w, one in parts)


def test_a_grid_lies_where_its_values_are():
    found = lattice(space_of(load("r157-cut-in-low").entries.parts[0], 1))
    assert found is not None
    assert found.counts == (15, 59, 18)
    assert found.features.shape == (15930, 4)  # two speeds in one list, gap, lateral speed
    assert (found.cell(found.rows(np.arange(15930), np.full((15930, 4), 0.3))) == np.arange(15930)).all()


def test_the_margin_of_nothing_near_is_far():
    assert margin(Verdict("c", "d", 0, {}, "passed", 1.0, {}), "failed", ("collision",)) > 10.0


def test_paths_of_spaces_are_those_of_their_files():
    assert Path(r157().drive(np.full(3, 0.5), 0).case.path).name == "free_drive.xosc"


def test_what_was_driven_until_somebody_stopped_it_is_kept(monkeypatch):
    monkeypatch.setattr("aureole.exam.search.looking.AT_ONCE", 3)
    asked = []

    def judge(drives):
        if asked:
            raise KeyboardInterrupt
        asked.extend(drives)
        return [Verdict(drive.case.name, "rules", 0, drive.case.params, "passed", 1.0, {}) for drive in drives]

    looking = Looking(r157(), 1.0, judge, ("failed", ("collision",)))
    with pytest.raises(KeyboardInterrupt):
        looking.look(8, "t", 0)
    assert len(looking.looked.seen) == 3
    assert looking.looked.estimate.method == "none"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_holds_what_was_found_and_nothing_of_elsewhere(lang):
    def judge(drives):
        return [
            Verdict(drive.case.name, "rules", 0, drive.case.params, ("passed", "failed")[k % 2], 1.0, {})
            for k, drive in enumerate(drives)
        ]

    looking = Looking(r157("r157-standing"), 1.0, judge, ("failed", ("collision",)))
    looking.look(54, "t", 0)
    text = page("<b>suite", [Found("rules", [looking.looked]), Found("none", [])], "failed", lang=lang)
    assert "<b>suite" not in text
    assert text.count("<circle") == 54
    assert "http" not in text.replace("http-equiv", "")
    assert ("每" in text or "全部用例" in text) == (lang == "zh")
