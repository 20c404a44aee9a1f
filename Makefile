# What a newcomer types. Windows: the PowerShell lines are in README.md.
SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PYTHONUNBUFFERED = 1

.PHONY: help run test test-sqlite test-postgres check bench lock ci clean

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

# The stamp carries the checksum of the lock file: pip runs only when the lock changed.
define install
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear .venv
	@stamp=.venv/$(1)-$$(cksum <$(1) | cut -d' ' -f1); \
	if [ ! -e $$stamp ]; then \
	  echo "Installing $(1) ..."; \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) \
	  && rm -f .venv/$(1)-* && touch $$stamp; \
	fi
endef

run: ## Install, migrate, load the plan and example people on the first start, serve on 127.0.0.1:8000
	$(call install,requirements.txt)
	@if [ -n "$$DATABASE_URL" ]; then $(MAKE) --no-print-directory postgres-driver; fi
	@$(BIN)/python -m intranet serve

.PHONY: postgres-driver
postgres-driver:
	$(call install,requirements-postgres.txt)

.PHONY: dev
dev: ## Install what tests and checks need
	$(call install,requirements-dev.txt)

test: test-sqlite test-postgres ## The suite on SQLite, then on PostgreSQL where one can be had

test-sqlite: dev
	@echo "== The suite on SQLite =="
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser"
	$(BIN)/python -m pytest -m browser

test-postgres: dev ## The same, less what no database can change (documents, previews, `one_engine`, browser)
	@echo "== The suite on PostgreSQL =="
	$(BIN)/python tests/postgres.py $(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not libreoffice and not one_engine" --ignore=tests/documents --ignore=tests/previews

.PHONY: coverage
coverage: dev ## Which lines the suite runs, with the floor (half as long again as the suite: not in the CI)
	$(BIN)/python -m pytest -n 2 -m "not browser" --cov --cov-report=
	$(BIN)/python -m coverage report --skip-covered --skip-empty --sort=cover

check: dev ## Lint, format, types, layers, sizes
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/site/test_size.py tests/site/test_repository.py

bench: dev ## Measure, with a peer or a floor in the same run
	$(BIN)/python -m benchmarks.web
	$(BIN)/python -m benchmarks.awards
	$(BIN)/python -m benchmarks.council
	$(BIN)/python -m benchmarks.indicators
	$(BIN)/python -m benchmarks.documents

lock: dev ## Write the lock files anew from pyproject.toml
	@for extra in "" postgres dev; do \
	  $(BIN)/uv pip compile pyproject.toml $${extra:+--extra $$extra} --generate-hashes --universal \
	    --python-version 3.11 --no-emit-index-url --no-emit-find-links --no-annotate \
	    --custom-compile-command "make lock" -q -o requirements$${extra:+-$$extra}.txt; \
	done

ci: ## What the CI runs
	bash .ci/run

clean: ## Remove the environment and caches (never the data in var/)
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .coverage*
