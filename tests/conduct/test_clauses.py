"""The registry of clauses against its page in the reference, and what a margin is."""

import re
from pathlib import Path

import pytest

from aureole.conduct.clauses import CLAUSES, margin

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "clauses.md").read_text(encoding="utf-8")
SECTIONS = {part.partition("\n")[0].strip(): part for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]}


@pytest.mark.parametrize("clause", CLAUSES.values(), ids=lambda clause: clause.id)
def test_every_clause_has_a_section_that_tells_what_it_is(clause):
    section = SECTIONS[clause.id]
    assert clause.title[0] in section
    assert clause.title[1] in section
    assert f"Unit: {clause.unit}, {'at least' if clause.least else 'at most'}" in section
    assert f"Verified: {'yes' if clause.verified else 'no'}" in section
    for word in ("The text:", "Our formula:", "Sources:", "Ours:"):
        assert word in section


def test_the_page_names_no_clause_that_is_not_in_the_registry():
    assert set(SECTIONS) == {*CLAUSES, "What is not judged", "The sources"}


def test_what_is_verified_names_two_sources():
    for clause in CLAUSES.values():
        sources = re.search(r"Sources:(.*?)(?=\n- )", SECTIONS[clause.id], flags=re.DOTALL)
        assert sources
        if clause.verified:
            assert len(set(re.findall(r"\[(S\d+)\]", sources[1]))) >= 2, clause.id


def test_every_source_that_is_cited_is_listed():
    listed = set(re.findall(r"^- \*\*(S\d+)\*\*", PAGE, flags=re.MULTILINE))
    assert set(re.findall(r"\[(S\d+)\]", PAGE)) == listed


def test_a_margin_is_above_zero_inside_on_whichever_side_the_limit_lies():
    assert margin("UN R157 5.2.3.3", 1.6, 1.5) == pytest.approx(0.1)
    assert margin("UN R157 5.3", 6.0, 5.0) == pytest.approx(-1.0)


def test_a_clause_of_ours_has_no_other_source():
    for clause in CLAUSES.values():
        assert (clause.source == "ours") == clause.id.startswith("ours:")
