# Every target does its own set-up on a machine that has only Python 3.11+, make and (on Debian) apt.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
LIBRARY ?= demo-library

.PHONY: help demo run test lint check package clean

help:
	@echo "make demo          install, build a demo library from real photos, search and tag it"
	@echo "make run           open the window on the demo library"
	@echo "make test          install and run the whole test suite, headless"
	@echo "make check         lint, types and import contracts"
	@echo "make package       build the installers for this platform and try them out (a quarter of an hour)"
	@echo "make bench-search  print start-up and search times; others: tests/perf/bench_NAME.py"

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "PhotoClip needs Python 3.11 or newer")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed-demo: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -e '.[demo]'
	touch $@

$(VENV)/.installed-dev: pyproject.toml | $(BIN)/python
	$(BIN)/pip install --quiet torch==2.13.0
	$(BIN)/pip install --quiet -e '.[dev]'
	touch $@ $(VENV)/.installed-demo

demo: $(VENV)/.installed-demo
	$(BIN)/photoclip --library $(LIBRARY) demo

run: $(VENV)/.installed-demo
	$(BIN)/photoclip --library $(LIBRARY) demo --gui

test: $(VENV)/.installed-dev
	bash .ci/system-packages
	QT_QPA_PLATFORM=offscreen $(BIN)/pytest -n auto --maxprocesses 4 --dist loadfile

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint: check

# make bench-search, bench-labels, bench-relevance ARGS=../shared/data, …: tests/perf/bench_NAME.py
bench-%: $(VENV)/.installed-dev
	$(BIN)/python tests/perf/bench_$*.py $(ARGS)

# A Python of its own, with exactly what the lock names; docs/installing.md tells more.
$(VENV)/package/.installed: packaging/requirements.lock packaging/install-hnswlib.sh pyproject.toml | $(BIN)/python
	bash packaging/linux/system-packages
	$(PYTHON) -m venv $(VENV)/package
	bash packaging/install-hnswlib.sh $(VENV)/package/bin/python
	$(VENV)/package/bin/pip install --quiet --require-hashes -r packaging/requirements.lock
	$(VENV)/package/bin/pip install --quiet --no-deps -e .
	touch $@

package: $(VENV)/package/.installed
	$(VENV)/package/bin/python packaging/build.py --check
	bash packaging/linux/verify-deb.sh dist/photoclip_*.deb dist/window.png

clean:
	rm -rf $(VENV) demo-library demo-photos build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
