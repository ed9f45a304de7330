# Every target sets up what it needs: a virtual environment of its own in .venv, made once, with the versions that
# requirements/ holds. They come from PyPI, or from the mirror that PIP_INDEX_URL or UV_DEFAULT_INDEX names.
PYTHON ?= python3
VENV := .venv
LOWEST := .venv-lowest
ifeq ($(OS),Windows_NT)
SCRIPTS := Scripts
EXE := .exe
else
SCRIPTS := bin
EXE :=
endif
BIN := $(VENV)/$(SCRIPTS)
UV := $(BIN)/uv$(EXE)
WORKERS ?= auto
PYTEST = -m pytest -n $(WORKERS) --dist worksteal

ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.PHONY: demo test check lint types contracts format docs snapshots bench lowest lock audit clean

demo: $(VENV)/.installed
	rm -rf demo
	$(BIN)/imroc-audit demo demo

test: $(VENV)/.installed-dev
	$(BIN)/imroc-audit doctor
	$(BIN)/python $(PYTEST)

check: lint types contracts test

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

contracts: $(VENV)/.installed-dev
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev
	$(BIN)/python -m tests.docs.test_command_reference > docs/commands.md
	$(BIN)/python -m tests.docs.test_interview_table > docs/interview.md

# After a change of words that is meant: write the snapshots anew, and read what changed in `git diff`.
snapshots: $(VENV)/.installed-dev
	$(BIN)/python $(PYTEST) tests/snapshots --snapshot-update

bench: $(VENV)/.installed-dev
	for benchmark in benchmarks/bench_*.py; do $(BIN)/python $$benchmark || exit 1; done

# The lowest versions that pyproject.toml allows: a bound that no test has met is only a guess. What needs a browser,
# a terminal, a server or a build is left to `make test`.
lowest: | $(UV)
	$(UV) venv --quiet --clear --python $(BIN)/python$(EXE) $(LOWEST)
	$(UV) pip install --quiet --python $(LOWEST) --require-hashes --requirement requirements/lowest.txt
	$(UV) pip install --quiet --python $(LOWEST) --no-deps --editable .
	$(LOWEST)/$(SCRIPTS)/python $(PYTEST) -m "not (browser or terminal or postgres or package)"

# The lock files, after a change of what pyproject.toml asks for. UPGRADE=--upgrade takes the newest of everything.
# They hold versions and hashes and no address, so that they can be installed from any mirror.
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --universal --python-version 3.11 \
  --generate-hashes --no-emit-index-url --no-annotate
lock: | $(UV)
	$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --group dev --output-file requirements/dev.txt
	$(COMPILE) pyproject.toml --constraints requirements/dev.txt --output-file requirements/run.txt
	$(COMPILE) --resolution lowest-direct pyproject.toml --all-extras --output-file $(VENV)/lowest.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --all-extras --group dev --constraints $(VENV)/lowest.txt \
	  --output-file requirements/lowest.txt

# Known weaknesses in what the lock files name. Asks PyPI about each package, and says so if it gets no answer.
audit: | $(UV)
	$(UV) tool run pip-audit --strict --disable-pip --require-hashes --requirement requirements/dev.txt

clean:
	rm -rf $(VENV) $(LOWEST) demo build dist

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "imroc-audit needs Python 3.11 or newer. Install it, or name it: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet "uv>=0.11,<1"

$(VENV)/.installed: pyproject.toml requirements/run.txt | $(UV)
	$(UV) pip install --quiet --python $(VENV) --require-hashes --requirement requirements/run.txt
	$(UV) pip install --quiet --python $(VENV) --no-deps --editable .
	touch $@

$(VENV)/.installed-dev: pyproject.toml requirements/dev.txt | $(UV)
	$(UV) pip install --quiet --python $(VENV) --require-hashes --requirement requirements/dev.txt
	$(UV) pip install --quiet --python $(VENV) --no-deps --editable .
	touch $@ $(VENV)/.installed
