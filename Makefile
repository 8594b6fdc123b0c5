# The first target that a newcomer needs is `make run`; `make help` lists them all.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help setup run test test-unit check format lock openapi mcp-conformance bench-routing clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

setup: $(READY) ## make .venv and install the pinned dependencies

$(READY): requirements/dev.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Luach needs Python 3.11 or newer; set PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

run: setup ## serve on http://127.0.0.1:8000, on the embedded PostgreSQL unless DATABASE_URL is set
	$(BIN)/luach serve

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

# uv writes what pip checks; it names no index, so that the files install from anywhere.
LOCK := uv pip compile --generate-hashes --universal --python-version 3.11 \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links --quiet
lock: ## renew requirements/*.txt (needs uv); the smaller sets take the development set's versions
	$(LOCK) pyproject.toml --extra embedded --extra learn --extra dev --output-file requirements/dev.txt
	$(LOCK) pyproject.toml --constraint requirements/dev.txt --output-file requirements/base.txt
	$(LOCK) pyproject.toml --extra embedded --constraint requirements/dev.txt --output-file requirements/run.txt
	echo 'hatchling>=1.27' | $(LOCK) - --constraint requirements/dev.txt --output-file requirements/build.txt

clean: ## remove what was installed and cached
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
