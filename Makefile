# Koinon: `make up` sets everything up and starts the platform, `make test` sets up and tests.
# Needs Python 3.11+, Node 20+ and make. Everything is put into .venv and node_modules beside this file.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SUFFIXES:

UV_VERSION := 0.13.9
PY := .venv/bin/python
BUILD := src/koinon/ui/static/ui/build
LOCALE := src/koinon/site/locale
FRONTEND := $(shell find src/koinon/*/frontend -type f 2>/dev/null)
export UV_LINK_MODE ?= copy
export UV_PYTHON_DOWNLOADS := never
export PYTHONUTF8 := 1

help: ## show what can be made
	@sed -n 's/^\([a-z-]*\):.*## /make \1\t/p' Makefile | expand -t 20

up: environment frontend translated ## start the platform (PORT=8000); Ctrl-C stops it
	@exec $(PY) -m koinon up $(if $(PORT),--port $(PORT)) $(if $(filter no,$(DEMO)),--no-demo)

test: environment frontend translated chromium ## lint, types, contracts, front-end build, all tests but the heavy ones
	@$(MAKE) --no-print-directory checked
	@$(PY) -m pytest -n 2 --dist loadgroup -m "not heavy"

test-full: environment frontend translated chromium ## the same with the heavy tests: crashes, fresh clones
	@$(MAKE) --no-print-directory checked
	@$(PY) -m pytest -n 2 --dist loadgroup

lint: environment ## style, types and import contracts
	@$(MAKE) --no-print-directory checked

bench: environment ## every speed claim, measured here and now
	@$(PY) -m uv pip install --quiet --python $(PY) --group bench
	@set -e; for bench in bench/*.py; do echo "== $$bench"; $(PY) "$$bench"; done

build: environment frontend translated ## the wheel, with the built front end inside
	@$(PY) -m uv build --quiet --wheel --out-dir dist

reference: environment ## rewrite docs/reference from the code
	@$(PY) -c "from koinon.cli import koinon; from koinon.site.reference import write; write(koinon)"

translations: environment ## bring the translators' catalogues in step with the sources
	@$(PY) -m koinon.site.catalogues update

checked:
	@$(PY) -m ruff check
	@$(PY) -m ruff format --check --quiet
	@$(PY) -m mypy
	@.venv/bin/lint-imports

environment: .venv/installed
frontend: $(BUILD)/.built
translated: $(LOCALE)/.compiled

.venv/bin/python:
	@set -e; for candidate in python3 python3.14 python3.13 python3.12 python3.11; do \
	  if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making .venv with $$candidate ..."; \
	    "$$candidate" -m venv .venv >/dev/null 2>&1 || { rm -rf .venv; "$$candidate" -m venv --without-pip .venv; }; \
	    exit 0; \
	  fi; \
	done; \
	echo "Koinon needs Python 3.11 or newer: install it (on Debian: apt-get install python3 python3-venv)." >&2; exit 1

.venv/uv: .venv/bin/python Makefile
	@echo "Fetching uv ..."
	@$(PY) -m pip --version >/dev/null 2>&1 && run="$(PY) -m pip" || run="python3 -m pip --python $(PY)"; \
	$$run install --quiet --disable-pip-version-check uv==$(UV_VERSION) || { \
	  echo "uv could not be fetched: check the network, and that Python has pip and venv (on Debian: apt-get install python3-venv)." >&2; exit 1; }
	@touch .venv/uv

.venv/installed: .venv/uv requirements.lock pyproject.toml
	@echo "Installing the Python packages ..."
	@$(PY) -m uv pip install --quiet --python $(PY) --compile-bytecode --require-hashes -r requirements.lock
	@$(PY) -m uv pip install --quiet --python $(PY) --no-deps --editable .
	@$(PY) -m compileall -q src/koinon
	@touch .venv/installed

node_modules/.installed: package.json package-lock.json
	@node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null || { \
	  echo "Koinon needs Node 20 or newer with npm to build its pages: install it first." >&2; exit 1; }
	@echo "Installing the front-end packages ..."
	@npm ci --silent --no-audit --no-fund
	@touch node_modules/.installed

$(BUILD)/.built: node_modules/.installed $(FRONTEND)
	@echo "Building the front end ..."
	@npm run --silent build
	@touch $(BUILD)/.built

$(LOCALE)/.compiled: $(wildcard $(LOCALE)/*/LC_MESSAGES/*.po) .venv/installed
	@$(PY) -m koinon.site.catalogues compile
	@touch $(LOCALE)/.compiled

chromium:
	@for name in chromium chromium-browser google-chrome google-chrome-stable; do \
	  command -v "$$name" >/dev/null 2>&1 && exit 0; \
	done; \
	if command -v apt-get >/dev/null 2>&1 && { [ "$$(id -u)" = 0 ] || sudo -n true 2>/dev/null; }; then \
	  echo "Installing Chromium for the browser tests ..."; \
	  [ "$$(id -u)" = 0 ] && as= || as="sudo -n"; \
	  $$as apt-get update -qq && DEBIAN_FRONTEND=noninteractive $$as apt-get install -qq -y --no-install-recommends chromium >/dev/null; \
	else \
	  echo "The browser tests need Chromium and may not install it here: install the package chromium first." >&2; exit 1; \
	fi

clean: ## remove what was built and installed here, never the data folder
	@rm -rf .venv node_modules $(BUILD) $(LOCALE)/.compiled dist .mypy_cache .ruff_cache .import_linter_cache

.PHONY: help up test test-full lint bench build reference translations checked environment frontend translated chromium clean
