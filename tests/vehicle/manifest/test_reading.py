"""A manifest is read strictly, written whole, and read again as it was."""

from __future__ import annotations

import dataclasses
import math
import tomllib
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import aureole.core.command
import aureole.core.observation
import aureole.core.plan
import aureole.core.scene
from aureole.core.errors import BadInput
from aureole.core.resources import LEVELS, Chain, Chip, Network, Service
from aureole.core.topic import Topic
from aureole.vehicle import cars
from aureole.vehicle.manifest import ranges, tables
from aureole.vehicle.manifest.consistency import check
from tests.vehicle.manifest.broken import BARE, SEDAN

TEXT = (cars.EMBEDDED / "sedan.toml").read_text(encoding="utf-8")
NAMELESS = TEXT.replace('system = "standard"', "#")
STANDARD = (tables.ROOM / "standard.toml").read_text(encoding="utf-8")
OWN = NAMELESS + STANDARD


def refused(tmp_path, text):
    file = tmp_path / "car.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        cars.read(file)
    assert caught.value.place.endswith("car.toml")
    return str(caught.value)


def own(old, new):
    assert old in OWN
    return OWN.replace(old, new, 1)


def test_a_car_takes_the_standard_manifest_by_its_name():
    assert SEDAN.services == tables.embedded("standard").services
    assert [service.name for service in SEDAN.services] == ["port", "driver", "follower", "guard", "recorder"]


def test_a_car_without_a_manifest_is_a_car_as_before_there_were_any(tmp_path):
    file = tmp_path / "old.toml"
    file.write_text(NAMELESS, encoding="utf-8")
    assert cars.read(file) == BARE


def test_tables_written_out_are_the_same_as_the_name_for_them(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    assert cars.read(file) == SEDAN


def test_what_is_left_out_has_its_usual_value(tmp_path):
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    topic = cars.read(file).topics[0]
    assert (topic.recorded, topic.queued) == (True, False)
    assert cars.read(file).services[1].chip == ""


def test_a_fitted_car_keeps_its_manifest():
    body = SEDAN.body
    keys = ("length", "width", "height", "box_x", "wheelbase", "track")
    assert cars.fitted(SEDAN, **{key: getattr(body, key) for key in keys}).topics == SEDAN.topics


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (TEXT.replace('"standard"', '"other"'), "system: is 'other', expected one of standard"),
        (TEXT.replace('"standard"', "3"), "system: is a number 3, expected one of standard"),
        (TEXT.replace('"standard"', "['standard']"), "system: is an array, expected one of standard"),
        (TEXT + "[[chips]]\n", "chips: stands beside system = 'standard', which brings its own"),
        (TEXT + "[[chains]]\n", "chains: stands beside"),
        (TEXT + "[chips]\n", "chips: stands beside"),
        (TEXT.replace("system =", "chips = []\nsystem ="), "leave chips out"),
        (NAMELESS + "[[chip]]\n", "chip: is no key of a car"),
        (NAMELESS + "[chips]\n", "chips: is a table, expected [[chips]] tables"),
        (NAMELESS.replace("[body]", "topics = [3]\n[body]"), "topics[0]: is a number, expected a table"),
        (NAMELESS.replace("[body]", "topics = [[[[]]]]\n[body]"), "topics[0]: is an array, expected a table"),
        (own("cores = 2", "cores = 2.0"), "chips[0].cores: is a number 2.0, expected a whole number"),
        (own("cores = 2", "cores = true"), "chips[0].cores: is a boolean True, expected a whole number"),
        (own("cores = 2", "cores = 0"), "chips[0].cores: is 0 -, expected 1 to 1024"),
        (own("cores = 2", "#"), "chips[0].cores: is missing"),
        (own("cores = 2", "cores = 2\nclock = 3e9"), "chips[0].clock: is no key of a car"),
        (own("memory = 8e9", "memory = nan"), "chips[0].memory: is nan bytes, expected 1000.0"),
        (own("memory = 8e9", "memory = inf"), "chips[0].memory: is inf bytes"),
        (own("memory = 8e9", f"memory = 0x{'f' * 9000}"), "chips[0].memory: is a number of 36000 bits bytes"),
        (own("memory = 8e9", f"memory = {'9' * 4000}"), "chips[0].memory: is a number of 13288 bits bytes"),
        (own("memory = 8e9", f"memory = {'9' * 9000}"), "is not TOML of a car"),
        (own("memory = 8e9", "memory = 2026-01-01"), "is a date datetime.date(2026, 1, 1), expected"),
        (own('accelerator = ""', "accelerator = false"), "chips[0].accelerator: is a boolean False, expected a name"),
        (own('level = "D"', 'level = "E"'), "chips[0].level: is 'E', expected one of QM, A, B, C, D"),
        (own('kind = "can"', 'kind = "lin"'), "networks[0].kind: is 'lin', expected one of can, ethernet"),
        (own('chips = ["main"]', 'chips = "main"'), "networks[0].chips: is a string 'main', expected an array"),
        (own('chips = ["main"]', 'chips = ["main", 3]'), "networks[0].chips[1]: is a number 3, expected a name"),
        (own('name = "port"', 'name = "../port"'), "services[0].name: is a string '../port', expected a name"),
        (own('name = "port"', 'name = "two words"'), "services[0].name: is a string 'two words', expected a name"),
        (own('name = "port"', 'name = ""'), "services[0].name: is a string '', expected a name"),
        (own('name = "port"', 'name = "port\\n"'), "services[0].name"),
        (own('name = "port"', f'name = "{"p" * 65}"'), "services[0].name"),
        (own('entry = "port"', 'entry = "  "'), "services[0].entry"),
        (own("budget = 2.5e-3", "budget = 0"), "services[0].budget: is 0 s, expected 1e-09 to 3600.0"),
        (own("budget = 2.5e-3", "budget = -1.0"), "services[0].budget: is -1.0 s"),
        (own("period = 0.01", 'period = "10 ms"'), "services[0].period: is a string '10 ms', expected a number"),
        (own("rate = 100.0", "rate = 0"), "topics[0].rate: is 0 Hz"),
        (own("depth = 64", "depth = 70000"), "topics[0].depth: is 70000 -, expected 1 to 65536"),
        (own("depth = 64", "depth = 64\nqueued = 1"), "topics[0].queued: is a number 1, expected true or false"),
        (own("percentile = 99.9", "percentile = 101"), "chains[0].percentile: is 101 %, expected 0.0 to 100.0"),
    ],
)  # fmt: skip
def test_a_broken_manifest_is_refused_with_key_value_and_limit(tmp_path, text, said):
    assert said in refused(tmp_path, text)


def test_every_key_of_a_manifest_has_a_range_a_choice_or_a_kind_of_name():
    known = set(ranges.RANGES) | set(ranges.CHOICES) | ranges.FLAGS | ranges.LISTS | ranges.WORDS | ranges.EMPTY
    keys = {
        f"{key}.{field.name}": field.type for key, kind in tables.KINDS.items() for field in dataclasses.fields(kind)
    }
    assert known <= set(keys)
    assert all(kind is str for key, kind in keys.items() if key not in known)
    assert {key for key, kind in keys.items() if kind in (int, float)} == set(ranges.RANGES)
    assert {key for key, kind in keys.items() if kind is int} == ranges.WHOLE


def test_the_types_of_topics_are_the_words_of_core_that_are_all_arrays():
    from aureole.core.notes import notes

    files = (aureole.core.scene, aureole.core.observation, aureole.core.plan, aureole.core.command)
    words = [each for file in files for each in vars(file).values() if dataclasses.is_dataclass(each)]
    assert {word.__name__ for word in words} == set(ranges.TYPES)
    assert all(notes(word) for word in words)


names = st.from_regex(r"\w[\w.-]{0,15}", fullmatch=True)
rows = st.lists(names, max_size=3).map(tuple)
maybe = st.just("") | names


def numbers(key):
    low, high, _ = ranges.RANGES[key]
    if key in ranges.WHOLE:
        return st.integers(int(low), int(high))
    return st.floats(low, high)


def values(key, field):
    for known, strategy in (
        (ranges.RANGES, numbers), (ranges.CHOICES, lambda key: st.sampled_from(ranges.CHOICES[key])),
        (ranges.FLAGS, lambda _: st.booleans()), (ranges.LISTS, lambda _: rows), (ranges.EMPTY, lambda _: maybe),
    ):  # fmt: skip
        if key in known:
            return strategy(key)
    words = st.text(st.characters(codec="utf-8"), min_size=1).filter(str.strip)
    return words if key in ranges.WORDS else names


def entries(key):
    kind = tables.KINDS[key]
    fields = {field.name: values(f"{key}.{field.name}", field) for field in dataclasses.fields(kind)}
    return st.lists(st.builds(kind, **fields), max_size=3).map(tuple)


manifests = st.fixed_dictionaries({key: entries(key) for key in tables.KINDS})


@settings(max_examples=40, deadline=None)
@given(manifest=manifests)
def test_a_car_written_and_read_again_is_the_same_to_the_last_bit(tmp_path_factory, manifest):
    car = replace(BARE, **manifest)
    path = tmp_path_factory.mktemp("written") / "car.toml"
    path.write_text(cars.text(car), encoding="utf-8", newline="\n")
    assert cars.read(path) == car


@settings(max_examples=40, deadline=None)
@given(manifest=manifests)
def test_any_manifest_that_can_be_read_is_told_what_is_wrong_with_it(manifest):
    for finding in check(replace(BARE, **manifest)):
        assert finding.told("en")
        assert finding.told("zh")


few = st.sampled_from(["a", "b", "c"])
tangled = st.fixed_dictionaries(
    {
        "chips": st.lists(
            st.builds(
                Chip, few, st.integers(1, 2), st.floats(0.5, 2.0), st.just(1e6), st.just(""), st.sampled_from(LEVELS)
            ), max_size=3,
        ).map(tuple),
        "networks": st.lists(
            st.builds(Network, few, st.just("can"), st.just(1e6), st.just(0.1), st.lists(few).map(tuple)), max_size=2
        ).map(tuple),
        "services": st.lists(
            st.builds(
                Service, few, st.sampled_from(["driver", "port", "guard", "x:Y"]), few, few | st.just(""),
                st.sampled_from([0.0, 0.1, 1.0]), st.floats(1e-3, 1.0), st.floats(0.0, 2e6), st.sampled_from(LEVELS),
                few | st.just(""),
            ), max_size=4,
        ).map(tuple),
        "topics": st.lists(
            st.builds(
                Topic, few, st.sampled_from(["Plan", "Scene", "Command", "?"]), st.floats(0.1, 100.0),
                st.floats(1e-3, 1.0), few | st.just(""), st.lists(few, max_size=4).map(tuple),
            ), max_size=4,
        ).map(tuple),
        "chains": st.lists(
            st.builds(Chain, few, st.lists(few, max_size=4).map(tuple), st.floats(1e-3, 1.0), st.floats(0.0, 101.0)),
            max_size=2,
        ).map(tuple),
    }
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(manifest=tangled)
def test_any_tangle_is_explained_once_and_always_the_same(manifest):
    car = replace(BARE, **manifest)
    findings = check(car)
    assert len(set(findings)) == len(findings)
    assert check(car) == findings
    known = {f"{key}.{entry.name}" for key in tables.KINDS for entry in getattr(car, key)}
    known |= {f"domains.{service.domain}" for service in car.services} | {"chips", "car sedan"}
    assert {finding.where for finding in findings} <= known


hostile = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=9)
    | st.builds(lambda: 1 << 20000)
    | st.just(math.nan),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9) | names, inner, max_size=3),
    max_leaves=12,
)
keyed = st.sampled_from([field.name for kind in tables.KINDS.values() for field in dataclasses.fields(kind)])


@settings(max_examples=100, deadline=None)
@given(table=st.dictionaries(
    st.sampled_from(["system", *tables.KINDS]), hostile | st.lists(st.dictionaries(keyed, hostile), max_size=2)
))  # fmt: skip
def test_any_table_is_a_manifest_or_is_refused(table):
    wrong = ""
    try:
        assert isinstance(tables.read(table, "fuzzed"), tables.System)
    except BadInput as error:
        wrong = str(error)
    assert wrong == "" or wrong.startswith("fuzzed: ")
    assert len(wrong) < 1000


def test_the_standard_manifest_has_its_five_tables_and_nothing_else():
    assert list(tomllib.loads(STANDARD)) == list(tables.KINDS)
