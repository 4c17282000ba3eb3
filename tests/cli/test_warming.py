"""The process that compiles half of the kernels knows every axis; if it failed, nobody would hear of it."""

from __future__ import annotations

import pytest

from aureole.cli.work.warming import nothing
from aureole.core.command import Command
from aureole.core.notes import check
from aureole.core.plan import Plan
from aureole.core.scene import Scene


@pytest.mark.parametrize("word", [Scene, Plan, Command], ids=lambda word: word.__name__)
def test_a_word_that_holds_nothing_is_one_of_its_kind(word):
    check(nothing(word))
