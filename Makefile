# Two commands matter: `make demo` and `make test`. Both set up what they need.

.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=elearning.settings.test
PYTEST := $(PYTHON) -m pytest -n auto --dist worksteal
# What is compiled once is read by all later processes: compiling takes half of each one's start.
unexport PYTHONDONTWRITEBYTECODE
CHECKS := $(addprefix check-,types curriculum translations migrations deployment templates layers style)

.PHONY: help demo code test test-quick check format lock messages bench browser interop poppler $(CHECKS)

help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

# --- Setting up -----------------------------------------------------------------------

.venv/bin/python:
	@echo "Making an environment in .venv …"
	@found=; \
	for name in python3.14 python3.13 python3.12 python3 python; do \
	  for path in $$(which -a $$name 2>/dev/null); do \
	    if [ -z "$$found" ] && $$path -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; \
	    then found=$$path; fi; \
	  done; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "No Python 3.12 or newer was found. Install one (Debian: apt install python3-venv)."; exit 1; fi; \
	$$found -m venv .venv || { rm -rf .venv; \
	  echo "$$found cannot make environments. Install its venv module (Debian: apt install python3-venv)."; exit 1; }

.venv/run: requirements/base.txt | .venv/bin/python
	@if [ ! -e .venv/develop ] || [ requirements/base.txt -nt .venv/develop ]; then \
	  echo "Installing what the platform runs on …"; \
	  [ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv || exit 1; \
	  .venv/bin/uv pip sync --quiet --compile-bytecode --python $(PYTHON) --require-hashes requirements/base.txt || exit 1; \
	  rm -f .venv/develop; \
	fi
	@touch $@

.venv/develop: requirements/dev.txt | .venv/bin/python
	@echo "Installing what developing and testing need …"
	@[ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv pip sync --quiet --compile-bytecode --python $(PYTHON) --require-hashes requirements/dev.txt
	@touch $@

browser: .venv/develop
	@$(PYTHON) -m tests.browser.chromium > /dev/null 2>&1 \
	|| .venv/bin/playwright install chromium > /dev/null 2>&1 \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	     && { apt-get install -y -qq chromium > /dev/null 2>&1 \
	          || { apt-get update -qq && apt-get install -y -qq chromium > /dev/null; }; }; } \
	|| true
	@$(PYTHON) -m tests.browser.chromium

poppler:
	@command -v pdfsig > /dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	     && { apt-get install -y -qq poppler-utils > /dev/null 2>&1 \
	          || { apt-get update -qq && apt-get install -y -qq poppler-utils > /dev/null; }; }; } \
	|| echo "No Poppler was found: what needs pdfsig is not tested."

interop: tests/interop/node_modules/.installed

tests/interop/node_modules/.installed: tests/interop/package.json
	@command -v npm > /dev/null \
	|| { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	     && { apt-get install -y -qq nodejs npm > /dev/null 2>&1 \
	          || { apt-get update -qq && apt-get install -y -qq nodejs npm > /dev/null; }; }; } \
	|| { echo "No node was found. Install node 18 or newer, with npm."; exit 1; }
	@echo "Installing the JavaScript clients that the record store and credentials are tried with …"
	@cd tests/interop && npm install --no-package-lock --no-audit --no-fund --silent
	@touch $@

# --- Using ----------------------------------------------------------------------------

demo: export BASE_URL = http://localhost:$(PORT)
demo: .venv/run ## run the platform with the starter content and invented people
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
	|| { echo "Port $(PORT) is taken. Choose another: make demo PORT=8001"; exit 1; }
	@echo "Preparing the database …"
	@$(MANAGE) compile_catalogues
	@$(MANAGE) collectstatic --no-input --verbosity 0 & static=$$!; \
	$(MANAGE) migrate --verbosity 0 && wait $$static
	@$(MANAGE) demo
	@echo; echo "Open http://localhost:$(PORT)/   (Ctrl-C stops everything)"; echo
	@.venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
	  --workers 1 --blocking-threads 4 --log-level warning elearning.wsgi:application & web=$$!; \
	$(MANAGE) work & worker=$$!; \
	trap 'kill $$web $$worker 2>/dev/null' EXIT; trap 'exit 0' INT TERM; \
	wait -n $$web $$worker

guide-pictures: browser ## take the pictures of the guides in docs/ anew
	@$(PYTHON) -m tests.browser.guide_pictures

code: .venv/run ## print the current second-step code of a demo account: make code ROLE=ministry-hr
	@$(MANAGE) demo_code $(ROLE)

# --- Testing --------------------------------------------------------------------------

# Of the browser's tests only an officer's whole way is walked on both databases, and what
# asks no database is tested once.
test: browser interop poppler ## run the whole suite on PostgreSQL where one is reachable, and on SQLite
	@url=$$($(PYTHON) -m tests.databases); once=; \
	env -u TEST_DATABASE_URL $(TEST_SETTINGS) $(PYTHON) -m tests.databases keep & \
	if [ -n "$$url" ]; then \
	  TEST_DATABASE_URL=$$url $(TEST_SETTINGS) $(PYTHON) -m tests.databases keep || exit 1; \
	fi; \
	wait $$! || exit 1; \
	if [ -n "$$url" ]; then \
	  echo "Testing on PostgreSQL, in $$($(PYTHON) -m tests.browser.chromium) …"; \
	  TEST_DATABASE_URL=$$url $(PYTEST) || exit 1; \
	  once="--of-database --ignore-glob=tests/browser/test_[!w]*"; \
	else echo "Not tested on PostgreSQL: none answers at TEST_DATABASE_URL or on localhost."; fi; \
	echo "Testing on SQLite, in $$($(PYTHON) -m tests.browser.chromium) …"; \
	env -u TEST_DATABASE_URL $(PYTEST) $$once

test-quick: .venv/develop ## run the suite on SQLite, without a browser and without node
	@$(PYTEST) --ignore tests/browser --ignore-glob 'tests/interop/test_*_js.py'

# Each check takes one core, so as many run at once as there are cores, the longest first.
check: .venv/develop ## check style, types, layers, migrations, templates, translations, curriculum
	@$(MAKE) --no-print-directory --output-sync --jobs=$$(getconf _NPROCESSORS_ONLN) $(CHECKS)

check-types:
	$(TEST_SETTINGS) $(PYTHON) -m mypy

check-curriculum:
	$(TEST_SETTINGS) $(MANAGE) curriculum_check $(CURRICULUM)

check-translations:
	$(PYTHON) -m tests.catalogues

check-migrations:
	$(TEST_SETTINGS) $(MANAGE) makemigrations --check --dry-run

check-deployment:
	BASE_URL=https://training.example MAIL_HOST=mail.example $(MANAGE) check --deploy --fail-level WARNING

check-templates:
	$(PYTHON) -m djlint --quiet --lint templates content courses elearning

check-layers:
	$(TEST_SETTINGS) .venv/bin/lint-imports --no-cache

check-style:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

bench: .venv/develop ## measure what the budgets name
	@for file in tests/benchmarks/bench_*.py; do \
	  echo "== $$file"; $(PYTHON) -m tests.benchmarks.$$(basename $$file .py) || exit 1; done

format: .venv/develop ## put the code into shape
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .

lock: ## renew the hashed locks; they name no registry
	for name in base dev; do \
	  uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	    --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt; done

messages: .venv/develop ## collect the strings to translate into locale/
	$(TEST_SETTINGS) $(MANAGE) makemessages --locale kk --locale ru --no-obsolete --no-wrap --add-location file \
	  --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
