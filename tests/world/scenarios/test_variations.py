"""Parameter value distributions: counted exactly, drawn reproducibly, refused by name."""

from __future__ import annotations

import itertools
import statistics
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.variations.chances import picker
from aureole.world.scenarios.variations.distribution import Distribution, load_distribution
from tests.world.scenarios.drives import at, private, scenario, speed

HEAD = '<FileHeader revMajor="1" revMinor="2" date="2026-01-01T00:00:00" author="test" description="test"/>'


def single(name: str, inner: str) -> str:
    return (
        f'<DeterministicSingleParameterDistribution parameterName="{name}">{inner}'
        "</DeterministicSingleParameterDistribution>"
    )


def span(lower: str, upper: str, step: str) -> str:
    return (
        f'<DistributionRange stepWidth="{step}"><Range lowerLimit="{lower}" upperLimit="{upper}"/></DistributionRange>'
    )


def listed(*values: str) -> str:
    elements = [f'<Element value="{value}"/>' for value in values]
    return f"<DistributionSet>{''.join(elements)}</DistributionSet>"


def multi(*rows: dict[str, str]) -> str:
    sets = "".join(
        "<ParameterValueSet>"
        + "".join(f'<ParameterAssignment parameterRef="{name}" value="{text}"/>' for name, text in row.items())
        + "</ParameterValueSet>"
        for row in rows
    )
    inner = f"<ValueSetDistribution>{sets}</ValueSetDistribution>"
    return f"<DeterministicMultiParameterDistribution>{inner}</DeterministicMultiParameterDistribution>"


def chance(name: str, inner: str) -> str:
    return f'<StochasticDistribution parameterName="{name}">{inner}</StochasticDistribution>'


def within(lower: str, upper: str) -> str:
    return f'<Range lowerLimit="{lower}" upperLimit="{upper}"/>'


def written(folder: Path, inner: str, name: str = "many.xosc") -> Path:
    """A distribution file of a scenario that is there."""
    scenario(folder, private("Ego", at("$Lane", "50"), speed("$Speed")) + private("Other", at("-5", "80")))
    path = folder / name
    given = f'<ParameterValueDistribution><ScenarioFile filepath="scenario.xosc"/>{inner}</ParameterValueDistribution>'
    path.write_text(f"<OpenSCENARIO>{HEAD}{given}</OpenSCENARIO>", encoding="utf-8")
    return path


def grid(folder: Path, *inner: str) -> Distribution:
    return load_distribution(written(folder, f"<Deterministic>{''.join(inner)}</Deterministic>"))


def drawn(folder: Path, *inner: str, runs: int = 500, seed: str = "1", name: str = "many.xosc") -> Distribution:
    head = f'<Stochastic numberOfTestRuns="{runs}" randomSeed="{seed}">'
    return load_distribution(written(folder, f"{head}{''.join(inner)}</Stochastic>", name))


@pytest.mark.parametrize(
    ("lower", "upper", "step", "values"),
    [
        ("1.1", "1.5", "0.2", ["1.1", "1.3", "1.5"]),
        ("0", "1", "0.1", [f"{k / 10:.1f}" if k else "0.0" for k in range(11)]),
        ("-1.75", "1.75", "0.5", ["-1.75", "-1.25", "-0.75", "-0.25", "0.25", "0.75", "1.25", "1.75"]),
        ("10", "50", "15", ["10", "25", "40"]),
        ("5", "5", "1", ["5"]),
        ("${1/4}", "0.5", "${1/4}", ["0.25", "0.50"]),
    ],
)
def test_a_range_meets_its_end_exactly_if_a_step_falls_on_it(
    tmp_path: Path, lower: str, upper: str, step: str, values: list[str]
) -> None:
    found = grid(tmp_path, single("Speed", span(lower, upper, step)))
    texts = [params["Speed"] for _, params in found]
    assert [float(text) for text in texts] == [float(value) for value in values]


def test_the_grid_holds_all_combinations_in_file_order_with_the_last_axis_fastest(tmp_path: Path) -> None:
    found = grid(
        tmp_path, single("$Speed", listed("10", "20")), multi({"Lane": "-3", "Model": "car"}, {"Lane": "-4"}),
    )  # fmt: skip
    assert [params for _, params in found] == [
        {"Speed": "10", "Lane": "-3", "Model": "car"}, {"Speed": "10", "Lane": "-4"},
        {"Speed": "20", "Lane": "-3", "Model": "car"}, {"Speed": "20", "Lane": "-4"},
    ]  # fmt: skip
    assert found.at(3) == {"Speed": "20", "Lane": "-4"}


def test_a_thousand_million_combinations_are_counted_and_asked_for_by_number_at_once(tmp_path: Path) -> None:
    found = grid(tmp_path, single("Speed", span("0", "1", "0.000001")), single("Lane", span("0", "999", "1")))
    assert found.count == 1_000_001 * 1000
    assert found.at(found.count - 1) == {"Speed": "1.000000", "Lane": "999"}
    with pytest.raises(BadInput, match="1000001000 variations, the limit is 1000000"):
        found.countable()


def test_a_number_beyond_the_last_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="there is no variation 2"):
        grid(tmp_path, single("Speed", listed("1", "2"))).at(2)


def test_wanted_values_pick_variations_and_other_names_are_let_be(tmp_path: Path) -> None:
    found = grid(tmp_path, single("Speed", listed("10", "20")), single("Lane", listed("-3", "-4")))
    assert [number for number, _ in found.where({"Speed": "20.0", "Model": "suv"})] == [2, 3]
    with pytest.raises(BadInput, match="no variation has Speed=30") as caught:
        found.where({"Speed": "30"})
    assert "Speed may be 10, 20" in caught.value.remedy


DISTRIBUTIONS = {
    "uniform": f"<UniformDistribution>{within('2', '4')}</UniformDistribution>",
    "normal": '<NormalDistribution expectedValue="3" variance="0.25"/>',
    "cut normal": f'<NormalDistribution expectedValue="0" variance="1">{within("9", "10")}</NormalDistribution>',
    "log normal": '<LogNormalDistribution expectedValue="3" variance="0.25"/>',
    "poisson": '<PoissonDistribution expectedValue="3"/>',
    "cut poisson": f'<PoissonDistribution expectedValue="3">{within("2", "4")}</PoissonDistribution>',
    "histogram": f'<Histogram><Bin weight="1">{within("0", "1")}</Bin><Bin weight="3">{within("5", "7")}</Bin>'
    "</Histogram>",
    "set": '<ProbabilityDistributionSet><Element value="3" weight="3"/><Element value="7" weight="1"/>'
    "</ProbabilityDistributionSet>",
}


@pytest.mark.parametrize("kind", DISTRIBUTIONS)
def test_a_run_has_the_same_value_whatever_is_asked_before_and_beside_it(tmp_path: Path, kind: str) -> None:
    alone = drawn(tmp_path, chance("Speed", DISTRIBUTIONS[kind]), runs=40)
    beside = drawn(tmp_path, chance("Lane", DISTRIBUTIONS["poisson"]), chance("Speed", DISTRIBUTIONS[kind]), runs=9)
    assert [alone.at(k)["Speed"] for k in (7, 3, 8)] == [beside.at(k)["Speed"] for k in (7, 3, 8)]
    assert [params for _, params in alone] == [alone.at(k) for k in range(40)]


@pytest.mark.parametrize(
    ("kind", "mean", "spread", "low", "high"),
    [
        ("uniform", 3.0, 0.577, 2.0, 4.0), ("normal", 3.0, 0.5, 0.0, 6.0), ("cut normal", 9.11, 0.11, 9.0, 10.0),
        ("log normal", 3.0, 0.5, 0.0, 8.0), ("poisson", 3.0, 1.73, 0.0, 15.0), ("cut poisson", 2.9, 0.79, 2.0, 4.0),
        ("histogram", 4.625, 2.46, 0.0, 7.0), ("set", 4.0, 1.73, 3.0, 7.0),
    ],
)  # fmt: skip
def test_two_thousand_runs_have_the_mean_and_the_spread_of_the_distribution(
    tmp_path: Path, kind: str, mean: float, spread: float, low: float, high: float
) -> None:
    values = [float(row["Speed"]) for _, row in drawn(tmp_path, chance("Speed", DISTRIBUTIONS[kind]), runs=2000)]
    assert statistics.fmean(values) == pytest.approx(mean, abs=4.0 * spread / 2000**0.5 + 0.01)
    assert statistics.stdev(values) == pytest.approx(spread, rel=0.1)
    assert low <= min(values) <= max(values) <= high


def test_seed_and_file_name_change_the_draws(tmp_path: Path) -> None:
    inner = chance("Speed", DISTRIBUTIONS["uniform"])
    one, other = drawn(tmp_path, inner, name="one.xosc"), drawn(tmp_path, inner, name="two.xosc")
    again = drawn(tmp_path, inner, seed="2", name="three.xosc")
    assert len({one.at(0)["Speed"], other.at(0)["Speed"], again.at(0)["Speed"]}) == 3


@given(
    st.lists(st.integers(0, 5), min_size=1, max_size=8).filter(any),
    st.floats(0.0, 1.0, exclude_min=True, exclude_max=True),
)
def test_a_picked_place_always_has_weight(weights: list[int], u: float) -> None:
    place, part = picker([float(weight) for weight in weights])(u)
    assert weights[place] > 0
    assert 0.0 <= part <= 1.0
    sums = [0, *itertools.accumulate(weights)]
    assert sums[place] <= u * sums[-1] * (1 + 1e-12)


BROKEN = {
    "<Deterministic/><Stochastic numberOfTestRuns='1'/>": "not exactly one",
    "": "not exactly one",
    f"<Deterministic>{single('Speed', span('1', '2', '0'))}</Deterministic>": "stepWidth is 0",
    f"<Deterministic>{single('Speed', span('1', '2', '-1'))}</Deterministic>": "stepWidth is -1",
    f"<Deterministic>{single('Speed', span('2', '1', '1'))}</Deterministic>": "below lowerLimit",
    f"<Deterministic>{single('Speed', span('1', 'inf', '1'))}</Deterministic>": "upperLimit is inf",
    f"<Deterministic>{single('Speed', span('nan', '2', '1'))}</Deterministic>": "lowerLimit is nan",
    f"<Deterministic>{single('Speed', span('one', '2', '1'))}</Deterministic>": "'one' is not a number",
    f"<Deterministic>{single('Speed', span('1', '1e999999999', '1'))}</Deterministic>": "finite",
    f"<Deterministic>{single('Speed', span('0', '1e90', '1e-90'))}</Deterministic>": "widen it",
    f"<Deterministic>{single('Speed', span('$Low', '2', '1'))}</Deterministic>": "Low",
    f"<Deterministic>{single('', listed('1'))}</Deterministic>": "parameterName is empty",
    f"<Deterministic>{single('Speed', listed())}</Deterministic>": "holds no value",
    f"<Deterministic>{single('Speed', listed('1'))}{multi({'Speed': '2'})}</Deterministic>": "varied twice",
    "<Stochastic numberOfTestRuns='1.5'/>": "whole number",
    "<Stochastic numberOfTestRuns='-1'/>": "the least is 0",
    "<Stochastic numberOfTestRuns='1'>"
    + chance("Speed", '<NormalDistribution expectedValue="1" variance="-1"/>')
    + "</Stochastic>": "variance is -1",
    "<Stochastic numberOfTestRuns='1'>"
    + chance("Speed", f'<NormalDistribution expectedValue="0" variance="1">{within("90", "91")}</NormalDistribution>')
    + "</Stochastic>": "Range holds nothing",
    "<Stochastic numberOfTestRuns='1'>"
    + chance("Speed", f'<PoissonDistribution expectedValue="3">{within("2.1", "2.9")}</PoissonDistribution>')
    + "</Stochastic>": "Range holds nothing",
    "<Stochastic numberOfTestRuns='1'>"
    + chance("Speed", '<ProbabilityDistributionSet><Element value="1" weight="0"/></ProbabilityDistributionSet>')
    + "</Stochastic>": "no weight",
    "<Wonder/>": "<Wonder>",
}


@pytest.mark.parametrize("inner", BROKEN)
def test_a_broken_distribution_is_named_with_its_line(tmp_path: Path, inner: str) -> None:
    with pytest.raises(BadInput) as caught:
        load_distribution(written(tmp_path, inner))
    assert BROKEN[inner] in str(caught.value)
    assert "many.xosc:1 <" in caught.value.place


@pytest.mark.parametrize("outer", ["Deterministic", "Stochastic"])
def test_a_distribution_of_its_author_alone_is_refused_by_name(tmp_path: Path, outer: str) -> None:
    inner = '<UserDefinedDistribution type="mine">x</UserDefinedDistribution>'
    text = {
        "Deterministic": f"<Deterministic>{single('Speed', inner)}</Deterministic>",
        "Stochastic": f"<Stochastic numberOfTestRuns='1'>{chance('Speed', inner)}</Stochastic>",
    }[outer]
    with pytest.raises(Unsupported, match="UserDefinedDistribution"):
        load_distribution(written(tmp_path, text))


def test_a_scenario_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, "<Deterministic/>")
    path.write_text(path.read_text().replace("scenario.xosc", "nowhere.xosc"))
    with pytest.raises(BadInput, match="there is no scenario") as caught:
        load_distribution(path)
    assert "<ScenarioFile>" in caught.value.place


ALKS = {
    "4_1_1": 12, "4_1_2": 300, "4_1_3": 1200, "4_2_1": 360, "4_2_4": 1800, "4_3_1": 2400, "4_3_2": 3000, "4_5_1": 8640,
    "4_6_1": 6, "4_6_2": 2,
}  # fmt: skip


def test_the_public_files_hold_as_many_variations_as_their_ranges_and_sets_make(data: Path) -> None:
    files = sorted((data / "osc-alks").glob("*_variation*.xosc"))
    counts = {"_".join(file.stem.split("_")[2:5]): load_distribution(file).count for file in files}
    assert counts == ALKS
