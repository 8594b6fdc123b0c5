# The first target that a newcomer needs is `make run`; `make help` lists them all.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# --no-deps: a lock names every package already, and pip before 23.3 reads an extra that a dependency asks for as
# an unpinned requirement. `pip check` then says whether the lock is complete.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps
LOCKED := $(INSTALL) --require-hashes --requirement
PIP_CHECK := $(BIN)/python -m pip --disable-pip-version-check check

.PHONY: help setup run test test-unit check check-locks format lock openapi mcp-conformance bench-routing clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(VENV)/.dev ## make .venv and install what development needs

# What serving needs, and the `luach` command. The build tools stay outside of the environment.
$(VENV)/.run: requirements/run.txt requirements/build.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Luach needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(LOCKED) requirements/run.txt
	$(LOCKED) requirements/build.txt --upgrade --target $(VENV)/build
	PYTHONPATH=$(VENV)/build $(INSTALL) --no-build-isolation --editable .
	$(PIP_CHECK)
	@touch $@

# On top of it: every package that both locks name has one version, so `make run` finds nothing to change.
$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(LOCKED) requirements/dev.txt
	$(PIP_CHECK)
	@touch $@

run: $(VENV)/.run ## serve on http://127.0.0.1:8000, on the embedded PostgreSQL unless DATABASE_URL is set
	@$(BIN)/luach serve

test: setup ## all tests
	$(BIN)/python -m pytest -n 2

test-unit: setup ## the pure tests, in seconds and without a database
	$(BIN)/python -m pytest tests/unit

check: setup ## format, lint, strict types, import rules: what CI refuses
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m app.migrations lint
	$(BIN)/python -m pytest tests/test_architecture.py

check-locks: ## install each lock file with the oldest supported pip, in throw-away environments
	bash .ci/check-locks

format: setup ## format the code and mend what can be mended
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

openapi: setup ## write openapi.json from the code
	$(BIN)/python -m app.cli openapi > .openapi.json.new
	mv .openapi.json.new openapi.json

mcp-conformance: setup ## the Model Context Protocol's own suite; needs npm, skipped with a reason without it
	$(BIN)/python -m tests.support.conformance

bench-routing: setup ## routing accuracy and speed, without examples and with them
	$(BIN)/python -m benchmarks.routing
	$(BIN)/python -m benchmarks.routing_examples

# uv writes what pip checks; it names no index, so that the files install from anywhere. The largest set comes
# first and binds the others: one version of a package in all of them.
LOCK := uv pip compile --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
LOCK_AS_DEV := $(LOCK) --constraint requirements/dev.txt
lock: ## renew requirements/*.txt (needs uv)
	$(LOCK) pyproject.toml --extra embedded --extra learn --extra dev --output-file requirements/dev.txt
	$(LOCK_AS_DEV) pyproject.toml --output-file requirements/base.txt
	$(LOCK_AS_DEV) pyproject.toml --extra embedded --output-file requirements/run.txt
	echo 'hatchling>=1.27' | $(LOCK_AS_DEV) - --output-file requirements/build.txt

clean: ## remove what was installed and cached
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
