# `make lab` and `make test` are all that most people need. Every rule is one to three lines.
PYTHON ?= python3
PORT ?= 8888
WORKERS ?= 2
# Python compiles what it imports: compiling all that is installed takes pip half a minute.
INSTALL = -m pip install --quiet --disable-pip-version-check --no-compile
PYTEST = -m pytest --nbval-lax --nbval-current-env --nbval-cell-timeout=600 -n $(WORKERS) -q
# What says nothing new with other versions; solved lessons hand a right answer to every check.
NEWEST_ONLY = --ignore=tests/lessons/test_stored.py --ignore=tests/unit/exercises
FIRST = /lab/tree/notebooks/00_start_here.ipynb
SETTINGS = --LabApp.app_settings_dir='$(CURDIR)/ae_helpers/lab/settings' \
  --LabApp.extra_labextensions_path='$(CURDIR)/ae_helpers/lab/labextensions'
comma := ,
AS_ROOT = $(if $(filter 0,$(shell id -u)),--allow-root)
# The lessons run in notebooks/, so a folder that is given from here must be a whole path. Make's own
# functions for paths would split it at a space.
ifneq ($(AE_DATA_DIR),)
START := $(if $(filter /% ~%,$(firstword $(AE_DATA_DIR))),,$(CURDIR)/)
override export AE_DATA_DIR := $(START)$(AE_DATA_DIR)
endif
# Some containers forbid it, and then every kernel compiles all that it imports: five seconds each.
unexport PYTHONDONTWRITEBYTECODE
.PHONY: lab test test-colab claims browser-test bench results execute badges colab book pictures format clean

lab: .venv/.lab$(EXTRA)  ## JupyterLab on the start page, on this machine only
	KERAS_BACKEND=jax .venv/bin/jupyter lab --ip=127.0.0.1 --port=$(PORT) $(AS_ROOT) $(SETTINGS) --LabApp.default_url=$(FIRST)

test: .venv/.test  ## ruff, the unit tests, and every lesson as it is stored, in a fresh kernel
	.venv/bin/ruff check && .venv/bin/ruff format --check && .venv/bin/lint-imports
	.venv/bin/python $(PYTEST) tests/unit tests/lessons notebooks --ignore=tests/lessons/test_solved.py

test-colab: .venv-colab/.test  ## with Colab's versions: every lesson solved, with its claims
	.venv-colab/bin/python $(PYTEST) -m "not long" tests/unit tests/lessons $(NEWEST_ONLY)

claims: .venv/.test  ## prove what lessons claim for three seeds (LESSON=notebooks/01*.ipynb for one)
	.venv/bin/python tests/lessons/prove.py $(LESSON)

browser-test: .venv/.browser book  ## the widgets in a real JupyterLab, and the book, in headless Chromium
	.venv/bin/python -m pytest -n $(WORKERS) -q tests/browser

bench: .venv/.bench  ## speed against named peers, written to tests/benchmarks/results
	for script in tests/benchmarks/*_bench.py; do .venv/bin/python $$script || exit 1; done
	.venv/bin/python tests/benchmarks/table.py

results: .venv/.bench  ## our figures beside the papers' (AE_DATA_DIR=...; ROW=vae/mnist for some again)
	.venv/bin/python tests/benchmarks/results.py $(ROW)

execute: .venv/.test  ## run the lessons and store their outputs (LESSON=notebooks/01*.ipynb for one)
	.venv/bin/python tests/execute.py $(LESSON)

colab: .venv/.test  ## copies of the lessons that need no public address, into colab/
	.venv/bin/python tests/colab.py

badges: .venv/.test  ## write address and version of pyproject.toml into all lessons, for Colab
	.venv/bin/python tests/badges.py

book: .venv/.book  ## the lessons as pages that need no kernel and no network, into build/book
	.venv/bin/python -m sphinx -qW -c book . build/book

pictures: .venv/.browser  ## draw images/ again (needs Chromium, and MNIST for one of them)
	for script in images/[a-z]*.py; do .venv/bin/python $$script || exit 1; done

format: .venv/.test
	.venv/bin/ruff check --fix && .venv/bin/ruff format

clean:
	rm -rf .venv .venv-colab build *.egg-info .pytest_cache .ruff_cache
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/bin/python .venv-colab/bin/python:
	$(PYTHON) -m venv $(@D)/..

.venv/.lab$(EXTRA): .venv/bin/python pyproject.toml
	.venv/bin/python $(INSTALL) -e '.[lab$(if $(EXTRA),$(comma)$(EXTRA))]' && touch $@

.venv/.test .venv/.browser .venv/.bench .venv/.book: .venv/.%: .venv/bin/python pyproject.toml
	.venv/bin/python $(INSTALL) -e '.[$*]' && touch $@

.venv-colab/.test: .venv-colab/bin/python pyproject.toml tests/constraints-colab.txt
	.venv-colab/bin/python $(INSTALL) -c tests/constraints-colab.txt -e '.[test]' && touch $@
