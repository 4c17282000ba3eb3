"""The two READMEs say the same, and what they point to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXTS = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh-CN.md")}
ENGLISH, CHINESE = TEXTS.values()


def headings(text: str) -> list[int]:
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def commands(text: str) -> list[str]:
    return re.findall(r"^\$ (.*?)\s*(?:#.*)?$", text, re.MULTILINE)


def links(text: str) -> list[str]:
    return [link for link in re.findall(r"\]\(([^)]+)\)", text) if not link.startswith("README")]


def rooms(text: str) -> list[str]:
    return re.findall(r"^  (\w+)/ ", text, re.MULTILINE)


@pytest.mark.parametrize("part", [headings, commands, links, rooms])
def test_both_readmes_have_the_same_parts_in_the_same_order(part):
    assert part(ENGLISH) == part(CHINESE)
    assert part(ENGLISH)


def test_the_map_of_the_house_names_every_room():
    built = {path.parent.name for path in (ROOT / "src" / "aureole").glob("*/__init__.py")}
    assert set(rooms(ENGLISH)) == built


@pytest.mark.parametrize("link", sorted({link for text in TEXTS.values() for link in links(text)}))
def test_what_a_readme_points_to_is_there(link):
    assert (ROOT / link).exists()
