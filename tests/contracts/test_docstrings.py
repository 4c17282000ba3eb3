"""The examples in our docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import aureole

MODULES = sorted(module.name for module in pkgutil.walk_packages(aureole.__path__, "aureole."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    failed, _ = doctest.testmod(importlib.import_module(name), optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
