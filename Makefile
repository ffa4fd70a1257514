# From a bare machine with Python 3.11 or newer, make and network: `make demo` plans a county, `make test` proves it.
# Each target first makes what it needs; what is made already is left alone.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

# The machine's own Python: uv cannot fetch one everywhere.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$each -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v $$each; break; }; done)
UV ?= $(shell command -v uv || echo .uv/bin/uv)
BIN := .venv/bin
# A page of the web app is built again when one of these is newer than the last build.
WEB := $(shell find web -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
TARGET_SEARCH := $(wildcard src/tianlu/target/plots/search/*.py) src/tianlu/target/lists/auction.py
SOURCES := $(shell find src/tianlu -name '*.py' 2>/dev/null)
SEARCH := $(wildcard src/tianlu/plan/rounds/search/*.py src/tianlu/plan/rounds/periodic/*.py src/tianlu/plan/rounds/bounding/*.py) src/tianlu/plan/rounds/arrays.py
# The extra `spark`, a requirement a line.
SPARK_EXTRA := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["spark"], sep="\n")
# Lists the packages of requirements.lock; a tool apart, not among what the product needs.
SBOM_TOOL := cyclonedx-bom==7.5.0
# What to hand on to the command: make demo ARGS="--county 632521 --seconds 20 --exit"
ARGS ?=

.PHONY: help
help:
	@echo "make demo    plan a county of the sample province, then open the desk (ARGS=\"--exit\": plan only)"
	@echo "make test    run the tests (ARGS=\"-k bus\": some of them)"
	@echo "make check   lint, format, types, layers, web types"
	@echo "make setup   .venv with the locked packages, tianlu and the built desk"
	@echo "make docs    write docs/reference/cli.md from the commands"
	@echo "make sbom    list every package with its version and hash (CycloneDX) in build/"
	@echo "make lock    resolve requirements.lock and requirements-spark.lock anew from pyproject.toml"
	@echo "make clean   remove what make setup made"

.PHONY: demo
demo: setup
	$(BIN)/tianlu demo $(ARGS)

.PHONY: test
test: setup .venv/.spark
	$(BIN)/python -m pytest -n 2 $(ARGS)

.PHONY: check
check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python hatch_build.py typecheck

.PHONY: setup
setup: .venv/.installed .venv/.bytecode .venv/.compiled .venv/.compiled-target

.PHONY: docs
docs: setup
	$(BIN)/python -m tianlu.cli.reference > docs/reference/cli.md

.PHONY: sbom
sbom: setup
	mkdir -p build
	$(UV) tool run --quiet --from $(SBOM_TOOL) cyclonedx-py requirements requirements.lock --output-reproducible -o build/sbom-python.json
	$(BIN)/python hatch_build.py sbom > build/sbom-desk.json

.PHONY: lock
lock: .venv/.locked
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --extra dev \
		--custom-compile-command "make lock" --python $(BIN)/python pyproject.toml -o requirements.lock
	$(BIN)/python -c '$(SPARK_EXTRA)' | $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url \
		--constraints requirements.lock --custom-compile-command "make lock" --python $(BIN)/python \
		- -o requirements-spark.lock

.PHONY: clean
clean:
	rm -rf .venv .uv web/node_modules src/tianlu/server/static

# The editable package; hatch_build.py builds the desk on the way, unless it is built from these very sources.
.venv/.installed: .venv/.locked pyproject.toml hatch_build.py $(WEB)
	@$(BIN)/python hatch_build.py node-requirement | xargs -r $(UV) pip install --quiet --python $(BIN)/python
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --reinstall --editable .
	@touch $@

# uv leaves packages uncompiled, and where Python may not write bytecode each start of the desk would compile them
# anew. Packages may carry files that no Python of ours compiles: those are let be.
.venv/.bytecode: $(SOURCES) .venv/.locked $(wildcard .venv/.spark) | .venv/.installed
	-$(BIN)/python -m compileall -q -j 0 .venv/lib src/tianlu
	@touch $@

# The search, compiled once; numba keeps it on disk until one of its files changes.
.venv/.compiled: $(SEARCH) | .venv/.installed
	$(BIN)/python -m tianlu.plan.rounds.compile_ahead
	@touch $@

.venv/.compiled-target: $(TARGET_SEARCH) | .venv/.installed
	$(BIN)/python -m tianlu.target.compile_ahead
	@touch $@

# Spark, which `make demo` does without: 400 MB. Its pins agree with those of requirements.lock.
.venv/.spark: requirements-spark.lock .venv/.locked
	$(UV) pip install --quiet --compile-bytecode --python $(BIN)/python --require-hashes -r requirements-spark.lock
	@touch $@

.venv/.locked: requirements.lock $(BIN)/python
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	@touch $@

$(BIN)/python: | $(UV)
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH." >&2; exit 1; }
	$(UV) venv --quiet --no-python-downloads --python "$(PYTHON)" .venv

# uv from the package index, into a place of its own; Debian keeps venv in a package apart.
.uv/bin/uv:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; none was found on the PATH." >&2; exit 1; }
	@if "$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null; then \
		"$(PYTHON)" -m venv .uv && .uv/bin/python -m pip install --quiet --disable-pip-version-check uv; \
	elif "$(PYTHON)" -m pip --version >/dev/null 2>&1; then \
		"$(PYTHON)" -m pip install --quiet --disable-pip-version-check --target .uv uv; \
	else \
		echo "Install uv, or Python's venv or pip (on Debian: apt install python3-venv), then run make again." >&2; exit 1; \
	fi
