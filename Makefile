# The two commands of a new machine: `make demo` and `make test`. They need Python 3.11 or newer, make and git.
# `make check` adds lint and types; `make docs` renews the outputs that the documents show,
# `make golden` the reports that tests keep whole, `make lock` the pins;
# `make faults` does harm to the commands and tells what came of it in docs/reliability.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

.PHONY: demo test check lint types docs golden bench faults fuzz lock clean

demo: $(READY)
	$(BIN)/rmtool demo

test: $(READY)
	$(BIN)/python -m pytest -n auto --dist worksteal

check: lint types test

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

docs: $(READY)
	$(BIN)/python docs/refresh.py

golden: $(READY)
	$(BIN)/python -m tests.golden_kit

faults: $(READY)
	$(BIN)/python -m faults --jobs 2 --write

bench: $(READY)
	$(BIN)/python benchmarks/startup.py

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -c 'import sys; sys.exit("rmtool needs Python 3.11 or newer; try: make PYTHON=python3.12 $(MAKECMDGOALS)" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q src
	touch $(READY)

MINUTES ?= 10
SEED ?= 0

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) --seed $(SEED)

lock:
	uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -o requirements.lock

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage
