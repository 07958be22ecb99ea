# Everything runs in .venv, which `install` makes from pyproject.toml at the versions in constraints.txt.

PYTHON ?= python3
BIN := .venv/bin
INSTALLED := .venv/.installed
NBVAL := $(BIN)/pytest --nbval --nbval-cell-timeout=60 --numprocesses=2 --dist=loadscope notebooks solutions
# Three processes on two processors: many tests wait for others. nbval takes each of them two seconds to load.
PYTEST := $(BIN)/pytest -p no:nbval --numprocesses=3 --dist=worksteal
export NO_MKDOCS_2_WARNING := 1

.DEFAULT_GOAL := help
.PHONY: help install course tour test quick faults extras check format notebooks mutants stable site serve tools bench clean

help: ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

install: $(INSTALLED) ## create .venv with the pinned dependencies

$(INSTALLED): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

course: ## make .venv with what a learner needs, and nothing else
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 …")'
	test -d .venv || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[course]'
	@echo
	@echo 'The course is installed. Make a folder of your own, wherever you like:'
	@echo '  $(BIN)/maif-course start ~/streaming'

tour: $(INSTALLED) ## stream the standard library into a MAIF file, verify it, search it, find more while it comes live
	$(BIN)/maif tour

test: check ## everything that CI runs: style, types, notebooks, contracts of the course's pieces, tests, doctests
	$(NBVAL)
	$(BIN)/python -m maif_course.learner.assemble build/assembled
	PYTHONPATH=build/assembled $(PYTEST) -p maif_course.proving.contracts -m "piece and not faults" tests/library
	$(PYTEST) --ignore=tests/site
	$(BIN)/pytest -p no:nbval --numprocesses=2 --dist=loadscope tests/site # apart: its browser keeps an event loop running

quick: check ## style, types, and the tests that know something of what changed since the last commit
	$(BIN)/python -m pytest --numprocesses=2 -p tests.changed

faults: $(INSTALLED) ## kill processes and misuse commands for minutes: nothing may be lost, nothing doubled
	$(BIN)/pytest -m faults tests

extras: ## install every extra together in a fresh environment, and import what each brings
	rm -rf build/extras
	$(PYTHON) -m venv build/extras
	build/extras/bin/pip install --quiet --disable-pip-version-check --constraint constraints.txt '.[all]'
	build/extras/bin/pip check
	build/extras/bin/python -c 'import apache_beam, aiokafka, cloudpickle, cv2, dask.dataframe, distributed, fastapi, httpx, matplotlib, nbgrader, pandas, pyarrow, river, s3fs, usearch, uvicorn, websockets, wordllama, maif, maif_course'

check: $(INSTALLED) ## style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(INSTALLED) ## rewrite the code in the project's style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

notebooks: $(INSTALLED) ## make notebooks, exercises and solutions from the lessons
	$(BIN)/python -m maif_course.building

mutants: $(INSTALLED) ## prove the checks over all mutants of the solutions (LESSONS="07 12": only these)
	$(BIN)/python -m maif_course.proving $(LESSONS)

stable: $(INSTALLED) ## run the notebooks ten times: each output must come out the same
	for run in 1 2 3 4 5 6 7 8 9 10; do $(NBVAL) || exit 1; done

site: $(INSTALLED) ## build the learning site into build/site; this needs Node (make tools)
	$(BIN)/mkdocs build
	$(BIN)/python -m maif_course.site.paper build/site

serve: $(INSTALLED) ## show the site on this machine, rebuilt as its sources change
	$(BIN)/mkdocs serve

tools: ## install what is not Python, and missing, with Debian's packages: a browser, Node, bubblewrap
	@missing=; for tool in chromium:chromium node:nodejs npm:npm bwrap:bubblewrap; do \
	  command -v "$${tool%%:*}" >/dev/null || missing="$$missing $${tool##*:}"; done; \
	if [ -n "$$missing" ]; then apt-get update && apt-get install --yes --no-install-recommends $$missing; fi

bench: $(INSTALLED) ## measure against the peers, rewrite the tables in benchmarks/README.md
	$(BIN)/python -m benchmarks

clean: ## remove what the other targets made
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache reference_impl/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
