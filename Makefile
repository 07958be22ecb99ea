# Everything runs in .venv, which `install` makes from pyproject.toml at the versions in constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed

.DEFAULT_GOAL := help
.PHONY: help install tour test check format bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(INSTALLED) ## create .venv with the pinned dependencies

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

tour: $(INSTALLED) ## stream the standard library into a MAIF file, verify it, search it, plot the run
	$(BIN)/maif tour

test: check ## everything that CI runs: style, types, tests, doctests
	$(BIN)/pytest --numprocesses=2 --dist=worksteal

check: $(INSTALLED) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED) ## rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(INSTALLED) ## measure against the peers, rewrite the tables in benchmarks/README.md
	$(BIN)/python -m benchmarks

clean: ## remove what the other targets made
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache reference_impl/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
