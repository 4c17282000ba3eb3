"""The examples in our docstrings give what they say."""

import doctest
import importlib
import pkgutil

import pytest

import aureole

MODULES = sorted(module.name for module in pkgutil.walk_packages(aureole.__path__, "aureole."))


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name):
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != "torch":  # the school's; `make test-slow` installs it
            raise
        pytest.skip("torch is not installed")
    failed, _ = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE)
    assert failed == 0
