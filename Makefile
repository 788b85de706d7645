# Everything on a fresh clone: `make brief` makes the sample briefing, `make test` checks the code.
# The environment is kept in .venv/; nothing else on the machine is changed.

PYTHON ?= python3
BIN := .venv/bin
SAMPLE := $(wildcard examples/tehran-2022-07-19.*)

.PHONY: help env brief lab test lint browser gallery geodata requirements clean
.DEFAULT_GOAL := help

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-13s %s\n", $$1, $$2 }' Makefile

env: .venv/ready ## Set up .venv/

.venv/ready: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make PYTHON=python3.12"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m ensurepip --upgrade >/dev/null 2>&1 || true
	$(BIN)/python -m pip install --disable-pip-version-check --progress-bar off --quiet \
	  --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --disable-pip-version-check --quiet \
	  --no-deps --no-build-isolation -e .
	touch $@

brief: .venv/ready ## Make the briefing of the sample article, in out/
	$(BIN)/briefing build $(SAMPLE) -o out --to html,slides

lab: .venv/ready ## Open the notebooks in JupyterLab
	$(BIN)/jupyter lab --LabApp.extension_manager=readonly notebooks

test: .venv/ready browser lint ## Check style and types, and run all tests
	$(BIN)/python -m pytest

lint: .venv/ready ## Check style and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# The browser tests need Debian's chromium. Where it may not be installed they are left out, and
# pytest says so in its summary.
browser:
	@command -v chromium >/dev/null || { \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing chromium for the browser tests"; \
	    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive \
	      apt-get -qq install --yes --no-install-recommends chromium; } >/dev/null || true; \
	  fi; }
	@command -v chromium >/dev/null || \
	  echo "No chromium here: the browser tests are left out (apt-get install chromium)"

gallery: .venv/ready ## Draw the maps of docs/gallery/
	$(BIN)/python -m tools.maps.draw_gallery

geodata: .venv/ready ## Rebuild the map layers and the gazetteer from their pinned sources
	$(BIN)/python -m tools.geodata.build
	$(BIN)/python -m tools.gazetteer.build

requirements: ## Pin the dependencies anew (needs uv)
	uv lock --upgrade
	uv export --all-groups --no-emit-project --no-header --format requirements-txt \
	  >requirements.txt

clean: ## Remove what was made, not the environment
	rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
