"""Who takes part: inline and from catalogs, several under one name, placed in whatever order."""

from __future__ import annotations

from pathlib import Path

import pytest

from aureole.core.errors import BadInput, Unsupported
from aureole.core.kinds import Kind
from tests.world.scenarios.drives import Drive, after, at, drive, event, private, scenario, speed

BOX = '<BoundingBox><Center x="1" y="0" z="0.7"/><Dimensions length="4" width="2" height="1.4"/></BoundingBox>'
MORE = '<Properties><Property name="a" value="b"/><File filepath="f"/><CustomContent>x</CustomContent></Properties>'
AXLE = 'maxSteering="0.5" wheelDiameter="0.6" trackWidth="1.6" positionZ="0.3"'
AXLES = f'<Axles><FrontAxle {AXLE} positionX="2.5"/><RearAxle {AXLE} positionX="0"/></Axles>'
FAST = '<Performance maxSpeed="50" maxAcceleration="5" maxDeceleration="9"/>'
PEDESTRIAN = f'<Pedestrian name="p" model="m" mass="70" pedestrianCategory="pedestrian">{BOX}{MORE}</Pedestrian>'
THING = f'<MiscObject name="m" mass="7" miscObjectCategory="barrier">{BOX}{MORE}</MiscObject>'


def vehicle(category: str, more: str = "") -> str:
    return f'<Vehicle name="v" vehicleCategory="{category}" role="police">{BOX}{FAST}{AXLES}{MORE}{more}</Vehicle>'


def with_entities(folder: Path, entities: str, init: str = "", events: str = "", actor: str = "Other") -> Path:
    """The usual scenario with more entities behind the two."""
    start = private("Ego", at("-4", "50"), speed("20")) + private("Other", at("-5", "80"))
    path = scenario(folder, start + init, events, actor=actor, end="2")
    text = path.read_text(encoding="utf-8").replace("</Entities>", f"{entities}</Entities>")
    path.write_text(text, encoding="utf-8")
    return path


def thing(name: str, inner: str) -> str:
    return f'<ScenarioObject name="{name}">{inner}</ScenarioObject>'


def last_speeds(played: Drive, *names: str) -> list[float]:
    return [float(played.of(name, "speed")[-1]) for name in names]


@pytest.mark.parametrize(
    ("inner", "kind"),
    [
        (vehicle("car"), Kind.CAR), (vehicle("van"), Kind.VAN), (vehicle("truck"), Kind.TRUCK),
        (vehicle("semitrailer"), Kind.TRAILER), (vehicle("trailer"), Kind.TRAILER), (vehicle("bus"), Kind.BUS),
        (vehicle("motorbike"), Kind.MOTORBIKE), (vehicle("bicycle"), Kind.BICYCLE), (vehicle("train"), Kind.TRAIN),
        (vehicle("tram"), Kind.TRAIN), (PEDESTRIAN, Kind.PEDESTRIAN), (THING, Kind.BARRIER),
            (THING.replace('y="barrier"', 'y="obstacle"'), Kind.OBSTACLE),
        (PEDESTRIAN.replace('y="pedestrian"', 'y="animal"'), Kind.ANIMAL),
        (vehicle("car", '<TrailerHitch dx="-1"/><TrailerCoupler dx="3" dz="1"/>'), Kind.CAR),
        (vehicle("car", '<Trailer><TrailerRef entityRef=""/></Trailer>'), Kind.CAR),
    ],
)  # fmt: skip
def test_every_kind_of_entity_may_stand_in_the_scenario_itself(tmp_path: Path, inner: str, kind: Kind) -> None:
    played = drive(with_entities(tmp_path, thing("Third", inner), private("Third", at("-3", "120"))))
    assert played.scenes[0].kind[0, 2] == kind
    assert tuple(played.scenes[0].size[0, 2]) == (4.0, 2.0, 1.4)


def test_a_controller_of_whatever_kind_moves_nobody(tmp_path: Path) -> None:
    own = f'<ObjectController name="c"><Controller name="x" controllerType="all">{MORE}</Controller></ObjectController>'
    played = drive(with_entities(tmp_path, thing("Third", vehicle("car") + own), private("Third", at("-3", "120"))))
    assert last_speeds(played, "Third") == [0.0]


def test_a_selection_acts_and_triggers_as_all_its_members(tmp_path: Path) -> None:
    members = '<Members><EntityRef entityRef="Other"/><EntityRef entityRef="Third"/></Members>'
    entities = thing("Third", vehicle("car")) + f'<EntitySelection name="Both">{members}</EntitySelection>'
    events = event("Go", speed("7"), after("1"))
    played = drive(with_entities(tmp_path, entities, private("Third", at("-3", "120")), events, actor="Both"))
    assert last_speeds(played, "Ego", "Other", "Third") == pytest.approx([20.0, 7.0, 7.0])


def test_a_selection_by_type_holds_all_of_that_type(tmp_path: Path) -> None:
    chosen = '<EntitySelection name="All"><Members><ByType objectType="pedestrian"/></Members></EntitySelection>'
    entities = thing("Third", PEDESTRIAN) + thing("Fourth", PEDESTRIAN) + thing("Fifth", THING) + chosen
    init = "".join(private(name, at("-3", s)) for name, s in (("Third", "120"), ("Fourth", "130"), ("Fifth", "140")))
    played = drive(with_entities(tmp_path, entities, init + private("All", speed("1.5"))))
    assert last_speeds(played, "Other", "Third", "Fourth", "Fifth") == pytest.approx([0.0, 1.5, 1.5, 0.0])


def test_init_places_an_entity_relative_to_one_that_is_placed_further_down(tmp_path: Path) -> None:
    beside = '<RelativeLanePosition entityRef="Other" dLane="0" ds="-30"/>'
    first = private("Ego", f"<TeleportAction><Position>{beside}</Position></TeleportAction>", speed("20"))
    played = drive(scenario(tmp_path, first + private("Other", at("-5", "100")), end="0.1"))
    gap = played.scenes[0].xyz[0, 1] - played.scenes[0].xyz[0, 0]
    assert float((gap[:2] ** 2).sum() ** 0.5) == pytest.approx(30.0, abs=0.01)


@pytest.mark.parametrize(
    ("entities", "named", "kind"),
    [
        (thing("Third", '<ExternalObjectReference name="x"/>'), "ExternalObjectReference", Unsupported),
        (thing("Third", vehicle("hovercraft")), "'hovercraft' is not known", BadInput),
        (thing("Third", vehicle("car", '<Trailer><TrailerRef entityRef="Other"/></Trailer>')), "no hitch", BadInput),
        (thing("Third", vehicle("car").replace("Property ", "Propriety ")), "<Propriety>", Unsupported),
        (thing("Third", vehicle("car").replace('length="4"', 'length="nan"')), "length is nan", BadInput),
        (thing("Third", ""), "says not what it is", BadInput),
        (thing("Other", PEDESTRIAN), "a second entity 'Other'", BadInput),
        ('<EntitySelection name="E"><Members><EntityRef entityRef="Nobody"/></Members></EntitySelection>', "Nobody",
         BadInput),
        ('<EntitySelection name="E"><Members><ByType objectType="ghost"/></Members></EntitySelection>', "ghost",
         Unsupported),
    ],
)  # fmt: skip
def test_a_wrong_entity_is_named_with_its_line(tmp_path: Path, entities: str, named: str, kind: type[BadInput]) -> None:
    with pytest.raises(kind) as caught:
        drive(with_entities(tmp_path, entities))
    assert named in str(caught.value)
    assert "scenario.xosc:" in caught.value.place
