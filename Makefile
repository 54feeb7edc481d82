# The commands of this project. `make` alone lists them.
#
# The first command makes .venv and installs requirements.lock into it, each
# file checked against its hash. Another Python: make PYTHON=python3.12 test

PYTHON ?= python3
BIN := .venv/bin
PIP_INSTALL := -m pip --disable-pip-version-check --quiet install

# Wheels only: a source package would run code, and fetch more, to be installed.
FROM_LOCK := --require-hashes --only-binary :all: --requirement
WITHOUT_WHEEL := jsonpath-rw,pyspark

# --no-config, --no-python-downloads: the result must not depend on this machine.
RESOLVE := .venv-lock/bin/uv pip compile --quiet --no-config --no-python-downloads \
	--universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)
COMPILE := $(RESOLVE) --no-build pyproject.toml

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help package site test check lint quick coverage bench lowest dist lock clean

help:  ## list the commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s%s\n", $$1, $$2 }' Makefile

package: .venv/.ready  ## build the data package, then validate each part of it
	$(BIN)/claimpack build .
	$(BIN)/claimpack export --output CITATION.cff citation .
	$(BIN)/claimpack export --output README.md readme .
	$(BIN)/claimpack schema --check .
	$(BIN)/claimpack validate seeds
	$(BIN)/claimpack validate --rows --second-opinion .

site: .venv/.ready  ## write the pages of the data package to dist/site
	$(BIN)/claimpack site --output dist/site .

test: .venv/.ready .venv-interop/.ready  ## run all tests
	$(BIN)/python -m pytest -n auto

check: lint quick  ## what to run before each commit: lint, types, quick tests

lint: .venv/.ready  ## style and types, without tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

quick: .venv/.ready  ## run the tests that take less than a second each
	$(BIN)/python -m pytest -n auto -m "not slow"

coverage: .venv/.ready .venv-interop/.ready  ## run all tests and show the lines they do not reach
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report

bench: .venv-bench/.ready  ## measure speeds and answers, side by side with others
	.venv-bench/bin/python benchmarks/commands.py
	.venv-bench/bin/python benchmarks/normalisers.py
	.venv-bench/bin/python benchmarks/validate.py
	.venv-bench/bin/python benchmarks/query.py
	.venv-bench/bin/python benchmarks/readers.py
	.venv-bench/bin/python benchmarks/diff.py
	.venv-bench/bin/python benchmarks/pages.py
	.venv-bench/bin/python benchmarks/build_corpus.py

lowest: .venv-lowest/.ready .venv-interop/.ready  ## run all tests with the lowest supported versions
	.venv-lowest/bin/python -m pytest -n auto -m "not locked"

dist: .venv/.ready  ## make the sdist, and the wheel from it, in dist/
	rm -rf dist
	$(BIN)/python -m build --no-isolation

# The lowest lock is always resolved anew: uv would keep the pins of the old file,
# and so would not see that a lower bound has moved down.
lock: .venv-lock/.ready  ## write the lock files anew; UPGRADE=1 takes newer versions
	$(COMPILE) --group dev --output-file requirements.lock
	$(COMPILE) --constraint requirements.lock --output-file requirements-runtime.lock
	$(COMPILE) $(if $(UPGRADE),,--upgrade) --group test --group tools \
		--resolution lowest-direct --output-file requirements-lowest.lock
	$(COMPILE) --constraint requirements.lock --group bench --group tools \
		--output-file requirements-bench.lock
	$(RESOLVE) --only-binary :all: --no-binary $(WITHOUT_WHEEL) \
		--constraint requirements.lock --group interop \
		--output-file requirements-interop.lock

clean:  ## delete the environments, the caches and dist/
	rm -rf .venv .venv-lowest .venv-bench .venv-interop .venv-lock
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf .coverage .coverage.* dist

# Set-up. The lock goes into an empty environment, so that nothing older stays;
# then the project itself, which a change of pyproject.toml repeats.

.venv/.locked: requirements.lock
.venv-lowest/.locked: requirements-lowest.lock
.venv-bench/.locked: requirements-bench.lock
.venv/.ready: .venv/.locked pyproject.toml
.venv-lowest/.ready: .venv-lowest/.locked pyproject.toml
.venv-bench/.ready: .venv-bench/.locked pyproject.toml

%/.locked:
	$(make_environment)
	@$*/bin/python $(PIP_INSTALL) $(FROM_LOCK) $<
	@touch $@

%/.ready:
	@$*/bin/python $(PIP_INSTALL) --no-deps --no-build-isolation --editable .
	@$*/bin/python -m pip check
	@touch $@

# What reads what we export, without us. Two have no wheel: the setuptools of the lock
# builds them, and nothing more is fetched for that.
.venv-interop/.ready: requirements-interop.lock
	$(make_environment)
	@sed -n '/^setuptools==/,/[^\\]$$/p' $< > $(@D)/setuptools.lock
	@$(@D)/bin/python $(PIP_INSTALL) $(FROM_LOCK) $(@D)/setuptools.lock
	@$(@D)/bin/python $(PIP_INSTALL) $(FROM_LOCK) $< --no-binary $(WITHOUT_WHEEL) \
		--no-build-isolation
	@$(@D)/bin/python -m pip check
	@touch $@

# uv, which writes the locks, comes from the lock too, alone.
.venv-lock/.ready: requirements.lock
	$(make_environment)
	@sed -n '/^uv==/,/[^\\]$$/p' $< > $(@D)/uv.lock
	@$(@D)/bin/python $(PIP_INSTALL) $(FROM_LOCK) $(@D)/uv.lock
	@touch $@

define make_environment
	@command -v $(PYTHON) > /dev/null || { \
		echo "There is no $(PYTHON) here. claimpack needs Python 3.11 or newer;" \
			"name one, for example: make PYTHON=python3.12 test" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "claimpack needs Python 3.11 or newer, and $(PYTHON) is" \
			"$$($(PYTHON) --version 2>&1). Name another one, for example:" \
			"make PYTHON=python3.12 test" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "$(PYTHON) cannot make virtual environments." \
			"On Debian and Ubuntu, install python3-venv and run make again." >&2; \
		exit 1; }
	@echo "Making $(@D) from $< (half a minute; needs the package index) ..."
	@$(PYTHON) -m venv --clear $(@D)
endef
