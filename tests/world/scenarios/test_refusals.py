"""What is wrong or not played yet is refused by name, with file and line, and at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from aureole.core.errors import BadInput, Unsupported
from aureole.world.scenarios.build import build, group
from aureole.world.scenarios.case import Case, Variation
from tests.world.scenarios.drives import after, at, event, private, scenario, speed

START = private("Ego", at("$Lane", "50"), speed("$Speed")) + private("Other", at("-5", "80"), speed("15"))


def make(path: Path, **params: str) -> None:
    build(Case("x", path), [Variation(params)], passive=True)


def changed(folder: Path, old: str, new: str) -> Path:
    path = scenario(folder, START, event("Brake", speed("5", "linear", "time", "1"), after("1")))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("<Entities>", "<Wonders/><Entities>", "<Wonders>"),
        ("<SpeedActionTarget>", '<SpeedActionTarget odd="1">', "'odd'"),
        ('dynamicsShape="linear"', 'dynamicsShape="wavy"', "'wavy'"),
        ('priority="overwrite"', 'priority="sometimes"', "'sometimes'"),
        ("<PrivateAction>", "<PrivateAction><AnimationAction/></PrivateAction><PrivateAction>", "<AnimationAction>"),
        ('revMajor="1"', 'revMajor="2"', "2.2"),
        ("SimulationTimeCondition", "UserDefinedValueCondition", "<UserDefinedValueCondition>"),
    ],
)
def test_what_is_not_played_is_named_with_its_line(tmp_path: Path, old: str, new: str, named: str) -> None:
    path = changed(tmp_path, old, new)
    with pytest.raises(Unsupported, match=named) as caught:
        make(path)
    assert f"{path}:" in caught.value.place


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('laneId="-5"', 'laneId="-55"', "lane"),
        ("<RoadNetwork>", "<ParameterValueDistribution/><RoadNetwork>", "<ParameterValueDistribution>"),
        ('laneId="-5"', 'laneId="half"', "half"),
        ('roadId="0"', 'roadId="7"', "'7'"),
        ('s="80"', 's="800000"', "lies off"),
        ('s="80"', 's="nan"', "nan"),
        ('s="80"', 's="${1/0}"', "no value"),
        ('s="80"', 's="$Sped"', "Sped"),
        ('entryName="ego"', 'entryName="eggo"', "ego"),
        ('catalogName="vehicles"', 'catalogName="nothing"', "nothing"),
        ('entityRef="Other"', 'entityRef="Otter"', "Otter"),
        ("motorway.xodr", "moon.xodr", "moon.xodr"),
        ('rule="lessThan"', 'rule="near"', "near"),
        ('parameterType="double"', 'parameterType="complex"', "complex"),
        ('value="20"', 'value="fast"', "fast"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, named: str) -> None:
    with pytest.raises(BadInput) as caught:
        make(changed(tmp_path, old, new))
    assert named in str(caught.value)
    assert caught.value.place


def test_an_unknown_parameter_is_refused_with_what_may_have_been_meant(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="did you mean 'Speed'"):
        make(scenario(tmp_path, START), Sped="3")


def test_a_value_outside_its_constraint_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"'Speed' = 70 is outside its constraint: lessThan 50") as caught:
        make(scenario(tmp_path, START), Speed="70")
    assert "<ValueConstraint>" in caught.value.place


@pytest.mark.parametrize(
    "text",
    [
        "", "<OpenSCENARIO>", "not xml", "<a/>", "<OpenSCENARIO/>", "\x00\x01",
        '<!DOCTYPE a [<!ENTITY b "c">]><OpenSCENARIO>&b;</OpenSCENARIO>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><OpenSCENARIO>&b;</OpenSCENARIO>',
        '<!DOCTYPE a [<!ENTITY b "aaaaaaaa"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]><OpenSCENARIO><A>&c;</A></OpenSCENARIO>',
        "<OpenSCENARIO>" + "<a>" * 5000 + "</a>" * 5000 + "</OpenSCENARIO>",
    ],
)  # fmt: skip
@pytest.mark.timeout(2)
def test_a_broken_or_hostile_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bad.xosc"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=r"."):
        make(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.xosc", tmp_path, Path("a\0b")):
        with pytest.raises(BadInput):
            make(path)


def test_a_file_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = scenario(tmp_path, START, end="0.1")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    make(path)


def test_variations_are_grouped_by_what_they_may_not_share(tmp_path: Path) -> None:
    path = changed(tmp_path, 'entityRef="Other"><PrivateAction>', 'entityRef="$Name"><PrivateAction>')
    declared = '<ParameterDeclarations><ParameterDeclaration name="Name" parameterType="string" value="Other"/>'
    path.write_text(path.read_text().replace("<ParameterDeclarations>", declared, 1), encoding="utf-8")
    variations = [Variation({"Speed": "10"}), Variation({"Name": "Ego"}), Variation({"Model": "suv"}), Variation()]
    assert group(Case("x", path), variations) == [[0, 2, 3], [1]]
    with pytest.raises(BadInput, match="group"):
        build(Case("x", path), variations, passive=True)
    sizes = build(Case("x", path), [variations[0], variations[2]], passive=True).reset()[0].size
    assert sizes[0, 1, 0] != sizes[1, 1, 0]
