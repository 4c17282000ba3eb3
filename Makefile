# Every target sets itself up in .venv on a fresh machine. Written for GNU make 3.81 and later.

SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
LOCK := pyproject.toml constraints.txt

# PYTHON may be given by hand: make drive PYTHON=/opt/python3.12/bin/python3
PYTHON := $(shell for name in python3.13 python3.12 python3.11 python3 python; do \
	if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then echo $$name; break; fi; done)

.PHONY: help drive test test-slow bounds mutate check bench bench-whole docs pictures clean

help:
	@echo 'make drive      install, drive the default case, print the verdict and where the report lies'
	@echo 'make test       install what tests need, run them'
	@echo 'make test-slow  the tests that take minutes'
	@echo 'make bounds     the tests of what is compiled, every place in an array checked: half an hour'
	@echo 'make mutate     the guard at full coverage, and every mutant of it killed or explained'
	@echo 'make check      style, types, layers, shape, docs: what the pipeline runs'
	@echo 'make bench      every benchmark in its short form, one after the other'
	@echo 'make bench-whole  the same whole: hours, on a machine at rest'
	@echo 'make docs       the documentation, in build/docs'
	@echo 'make pictures   the pictures of the README, through headless Chromium'
	@echo 'make clean      remove everything that was built or installed here'

drive: $(VENV)/.core
	$(BIN)/aureole drive

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 3 --dist loadfile -m 'not slow'

test-slow: $(VENV)/.dev
	@$(PIP) install --prefer-binary -c constraints.txt -e '.[dev,gym,can,data,fleet,net]' torch
	$(BIN)/python -m pytest -m slow

# Compiled code looks up places in arrays unchecked; here a wrong one ends a test instead of reading somebody's memory.
bounds: $(VENV)/.dev
	NUMBA_BOUNDSCHECK=1 AUREOLE_CACHE="$(CURDIR)/build/bounds" $(BIN)/python -m pytest -n 2 --dist loadfile -m 'not slow' --timeout 1200 \
		tests/conduct tests/drivers tests/exam tests/gym tests/kernels tests/vehicle tests/world

mutate: $(VENV)/.dev
	@mkdir -p build
	@$(PIP) install --prefer-binary -c constraints.txt coverage
	$(BIN)/python -m coverage run --branch --data-file=build/guard.coverage --source=src/aureole/runtime/guard \
		-m pytest -q -p no:xdist --ignore=tests/runtime/guard/test_in_the_world.py tests/runtime/guard
	$(BIN)/python -m coverage report --data-file=build/guard.coverage --show-missing --fail-under=100
	$(BIN)/python tools/mutate.py src/aureole/runtime/guard tests/runtime/guard

check: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict src tools
	$(BIN)/lint-imports
	$(BIN)/python tools/shape.py
	$(BIN)/sphinx-build -W --keep-going -q -b html docs build/docs

docs: $(VENV)/.dev
	$(BIN)/sphinx-build -W --keep-going -b html docs build/docs
	@echo 'open build/docs/index.html'

bench: $(VENV)/.dev
	$(BIN)/python tools/bench.py

bench-whole: $(VENV)/.dev
	$(BIN)/python tools/bench.py --whole

pictures: $(VENV)/.core
	$(BIN)/python docs/pictures.py
	$(BIN)/python docs/pictures_of_failures.py

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find src tests tools docs benchmarks examples -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# Set-up happens once and again only when the locked versions or the package description change.

$(VENV)/.python:
	@if [ -z '$(PYTHON)' ]; then \
		echo 'Aureole needs Python 3.11 or newer, and none was found.' >&2; \
		echo '  Debian, Ubuntu: sudo apt install python3 python3-venv' >&2; \
		echo '  macOS:          brew install python@3.13' >&2; \
		echo '  elsewhere:      make drive PYTHON=/path/to/python3' >&2; exit 3; fi
	@if ! '$(PYTHON)' -c 'import venv, ensurepip' >/dev/null 2>&1; then \
		echo "$(PYTHON) cannot make a virtual environment: its venv module is missing." >&2; \
		echo '  Debian, Ubuntu: sudo apt install python3-venv' >&2; exit 3; fi
	@echo 'setting up $(VENV) with $(PYTHON)'
	@'$(PYTHON)' -m venv $(VENV)
	@touch $@

$(VENV)/.core: $(VENV)/.python $(LOCK)
	@echo 'installing Aureole and the parts it stands on'
	@$(PIP) install --prefer-binary -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.core $(LOCK)
	@echo 'installing what tests and checks need'
	@$(PIP) install --prefer-binary -c constraints.txt -e '.[dev,gym,can,net]'
	@touch $@
