# Two commands do all the set-up: `make run` shows the line of data at work, `make test` proves it.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
ENV := $(VENV)/.complete

.PHONY: run quality test test-long check bench docs knowledge lock clean

run: $(ENV)  ## serve the sample newsroom on loopback and run the nightly flow over it
	@$(BIN)/onrecord demo

test: $(ENV)  ## the test suite, in random order, without the long tests
	$(BIN)/python -m pytest -m "not long"

test-long: $(ENV)  ## the long tests: a Prefect server, runs killed at every stage, fifty publishes
	$(BIN)/python -m pytest -m long

check: $(ENV)  ## style, types, imports, SQL
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/sqlfluff lint --processes 2 schemas

bench: $(ENV)  ## ratios, measured side by side in one run
	$(BIN)/python -m benchmarks

quality: $(ENV)  ## measure statements and entities, write docs/quality.md, fail when a figure fell by over a point
	$(BIN)/python -m benchmarks.quality

docs: $(ENV)  ## write docs/warehouse.md anew, from the sample newsroom's warehouse
	$(BIN)/python -m flows.catalogue

knowledge: $(ENV)  ## make the embedded knowledge base's artefact anew, from schemas/knowledge/*.tsv
	$(BIN)/python -m flows.embedded_artefact

lock: $(ENV)  ## choose dependency versions anew and write them down with their hashes, no addresses
	$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes --upgrade \
		--no-emit-index-url --no-strip-extras --no-header --no-annotate --quiet --output-file requirements.lock

clean:
	rm -rf $(VENV) data .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(ENV): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(v < (3, 11) and f"onrecord needs Python 3.11 or newer, this is {v[0]}.{v[1]}: make PYTHON=/path/to/python3.11")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
