# Everything that is done with this project. `make` alone shows the list.

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 2
THREADS ?= 4

BIN := .venv/bin
SERVES := .venv/.serves
READY := .venv/.set-up
PO := $(wildcard templates/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
LANGUAGES := nl fr de en

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check bench texts screens

help: ## show this list
	@echo "Leerloket. Commands:"
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Settable: HOST=$(HOST) PORT=$(PORT) WORKERS=$(WORKERS) THREADS=$(THREADS) PYTHON=$(PYTHON)"

setup: $(READY) $(MO) ## make .venv and everything in it; does nothing when it is up to date

# What is needed to serve; the rest (tests, checks, browser driver) comes with `make setup`.
$(SERVES): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is older. Try: make setup PYTHON=python3.12"; exit 1; }
	@echo "Setting up 1/3: the environment in .venv"
	@$(PYTHON) -m venv .venv || { echo "Python lacks venv. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@echo "Setting up 2/3: packages to serve, about 1 GB, some minutes the first time"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on -c constraints.txt -e .
	@touch $@

$(READY): $(SERVES)
	@echo "Setting up 3/3: packages to test and check"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --progress-bar on -c constraints.txt -e '.[dev]'
	@touch $@
	@echo "Set up."

%.mo: %.po | $(SERVES)
	@$(BIN)/pybabel --quiet compile -i $< -o $@

run: $(SERVES) $(MO) ## build the index if there is none, then serve on HOST and PORT
	@$(BIN)/python -m indexer info > /dev/null 2>&1 || $(BIN)/python -m indexer build --words-only
	@mkdir -p .leerloket
	@$(BIN)/python -m indexer build --if-words-only > .leerloket/meaning.log 2>&1 & \
		echo "Search goes by words until the model is made, about a minute the first time (.leerloket/meaning.log)."
	@echo "Leerloket: http://$(HOST):$(PORT)  (stop with Ctrl-C)"
	@# No warnings: gunicorn warns of a broken request with the address of its sender and what it asked.
	@OMP_NUM_THREADS=1 exec $(BIN)/gunicorn wsgi:app --bind $(HOST):$(PORT) --worker-class gthread \
		--workers $(WORKERS) --threads $(THREADS) --log-level error --no-control-socket

test: setup ## all tests but the slow ones
	@$(BIN)/pytest -m "not slow"

check: setup ## style, types and the order of the imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup ## measure speed and ranking; prints figures, changes nothing
	@ls benchmarks/bench_*.py > /dev/null 2>&1 || { echo "There is no benchmarks/bench_*.py yet."; exit 1; }
	@for file in benchmarks/bench_*.py; do echo "== $$file"; PYTHONPATH=. $(BIN)/python $$file || exit 1; done

texts: setup ## add texts that code and templates use to the translation files
	@PYTHONPATH=.:tests/support $(BIN)/python -m texts

screens: setup ## take the pictures in docs/screenshots; needs Chromium and chromedriver
	@$(BIN)/python tests/web/browser/screens.py
