"""Numbers in scenarios are those of XML Schema: nothing that only Python reads."""

from __future__ import annotations

import pytest

from aureole.core.errors import BadInput
from aureole.world.scenarios.expressions import BadExpression, number, parse
from aureole.world.scenarios.header import check_header
from aureole.world.scenarios.read import read
from aureole.world.scenarios.scenario import Scenario
from tests.edges.command import story


@pytest.mark.parametrize("text", ["٣٠", "\uff11\uff12", "1_000", "0x10", "1e", "½", "²", "", "+", "nan1", "1 2"])
def test_what_only_python_reads_is_no_number(text):
    with pytest.raises(BadExpression):
        number(text)


@pytest.mark.parametrize(
    ("text", "value"), [("1", 1.0), ("-1.5e3", -1500.0), (".5", 0.5), ("5.", 5.0), ("INF", float("inf"))]
)
def test_what_the_schema_calls_a_double_is_one(text, value):
    assert number(text) == value


@pytest.mark.parametrize("text", ["${٣}", "${\uff11+1}", "${²}"])
def test_an_expression_has_no_figures_of_other_scripts(text):
    with pytest.raises(BadExpression):
        parse(text).value({})


@pytest.mark.parametrize("text", ["²", "٣", "9" * 5000])
def test_a_count_and_a_version_are_plain_figures(tmp_path, text):
    path = tmp_path / "case.xosc"
    action = '<PrivateAction><LongitudinalAction><SpeedAction><SpeedActionDynamics dynamicsShape="step" '
    action += 'dynamicsDimension="time" value="0"/><SpeedActionTarget><AbsoluteTargetSpeed value="5"/>'
    action += "</SpeedActionTarget></SpeedAction></LongitudinalAction></PrivateAction>"
    counted = story(action=action).replace('maximumExecutionCount="1"', f'maximumExecutionCount="{text}"')
    path.write_text(counted, encoding="utf-8")
    found = Scenario(path)
    with pytest.raises(BadInput, match="maximumExecutionCount"):
        found.compile({}, ("Ego",), ("0",))
    path.write_text(story().replace('revMinor="2"', f'revMinor="{text}"'), encoding="utf-8")
    with pytest.raises(BadInput, match="not supported"):
        check_header(read(path))
