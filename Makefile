# Two commands matter: `make demo` and `make test`. Both set up what they need.

.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8000
PYTHON := .venv/bin/python
MANAGE := $(PYTHON) manage.py
TEST_SETTINGS := DJANGO_SETTINGS_MODULE=elearning.settings.test
PYTEST := $(PYTHON) -m pytest --dist worksteal -n
# One more where many tests wait: for a browser, a worker, a quota that is looked at every half minute.
ONE_MORE := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
STATIC := $(or $(VAR_DIR),var)/static/staticfiles.json
# What is compiled once is read by all later processes: compiling takes half of each one's start.
unexport PYTHONDONTWRITEBYTECODE
CHECKS := $(addprefix check-,types curriculum translations migrations deployment templates layers style naming)

.PHONY: help sbom audit demo code test test-quick test-all walk check format lock messages bench browser interop poppler servers room demo-data $(CHECKS)

help: ## show what there is
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

# --- Setting up -----------------------------------------------------------------------

# Says what is free where things are written; half-written databases are hard to understand.
room:
	@free=$$(df -Pm "$${VAR_DIR:-.}" 2> /dev/null | awk 'NR == 2 { print $$4 }'); \
	[ "$${free:-1500}" -ge 1500 ] \
	|| { echo "Only $$free MB are free here. Make room: 1500 MB are needed."; exit 1; }

.venv/bin/python: | room
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
	  .venv/bin/uv pip sync --quiet --python $(PYTHON) --require-hashes requirements/base.txt || exit 1; \
	  rm -f .venv/develop; \
	fi
	@touch $@

.venv/develop: requirements/dev.txt | .venv/bin/python
	@echo "Installing what developing and testing need …"
	@[ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv pip sync --quiet --python $(PYTHON) --require-hashes requirements/dev.txt
	@touch $@

# Who has no browser, no node or no Poppler hears so and tests the rest; in CI that fails.
NEEDED := $(if $(CI),1,0)
walk guide-pictures: NEEDED := 1
# Installs packages of Debian, where that is allowed: $(call debian,chromium)
debian = { [ "$$(id -u)" = 0 ] && command -v apt-get > /dev/null \
	     && { apt-get install -y -qq $(1) > /dev/null 2>&1 \
	          || { apt-get update -qq && apt-get install -y -qq $(1) > /dev/null; }; }; }

browser: .venv/develop
	@{ command -v chromium && command -v chromium-headless-shell; } > /dev/null \
	|| $(call debian,chromium chromium-headless-shell) 2> /dev/null \
	|| $(PYTHON) -m tests.browser.chromium > /dev/null 2>&1 \
	|| .venv/bin/playwright install chromium > /dev/null 2>&1 \
	|| $(call debian,chromium) || true
	@$(PYTHON) -m tests.browser.chromium || exit $(NEEDED)

poppler:
	@command -v pdfsig > /dev/null || $(call debian,poppler-utils) \
	|| { echo "No Poppler was found: what needs pdfsig is not tested."; exit $(NEEDED); }

servers:
	@PATH="$$PATH:/usr/sbin"; command -v nginx > /dev/null && command -v caddy > /dev/null && exit 0; \
	$(call debian,nginx-light caddy) \
	|| { echo "nginx or Caddy was not found: the platform behind it is not tested."; exit $(NEEDED); }

interop: tests/interop/package.json
	@cd tests/interop; [ node_modules/.installed -nt package.json ] && command -v node > /dev/null && exit 0; \
	command -v npm > /dev/null || $(call debian,nodejs npm) \
	|| { echo "No node was found: what needs it is not tested. Install node 18 or newer, with npm."; exit $(NEEDED); }; \
	echo "Installing the JavaScript clients that the record store and credentials are tried with …"; \
	npm install --no-package-lock --no-audit --no-fund --silent && touch node_modules/.installed \
	|| { echo "They could not be installed: what needs them is not tested."; exit $(NEEDED); }

# --- Using ----------------------------------------------------------------------------

demo: export BASE_URL = http://localhost:$(PORT)
demo: room .venv/run ## run the platform with the starter content and invented people
	@$(PYTHON) -c 'import socket; socket.create_server(("127.0.0.1", $(PORT)))' 2>/dev/null \
	|| { echo "Port $(PORT) is taken. Choose another: make demo PORT=8001"; exit 1; }
	@$(MAKE) --no-print-directory .venv/catalogues
	@$(MAKE) --no-print-directory --jobs=2 $(STATIC) demo-data
	@echo; echo "Open http://localhost:$(PORT)/   (Ctrl-C stops everything)"; echo
	@.venv/bin/granian --interface wsgi --host 127.0.0.1 --port $(PORT) \
	  --workers 1 --blocking-threads 4 --log-level warning --respawn-failed-workers \
	  --workers-kill-timeout 10 elearning.wsgi:application & web=$$!; \
	$(MANAGE) work & worker=$$!; \
	trap 'kill $$web $$worker 2>/dev/null' EXIT; trap 'exit 0' INT TERM; \
	wait -n $$web $$worker

demo-data:
	@$(MANAGE) demo

.venv/catalogues: .venv/run $(wildcard locale/*/LC_MESSAGES/*.po locale/upstream/*/LC_MESSAGES/*.po)
	@$(MANAGE) compile_catalogues
	@touch $@

$(STATIC): .venv/run $(shell find content courses elearning \( -path '*/static/*' -o -path '*/stylesheets/*' \) -type f)
	@$(MANAGE) collectstatic --no-input --verbosity 0

guide-pictures: browser ## take the pictures of the guides in docs/ anew
	@$(PYTHON) -m tests.browser.guide_pictures

code: .venv/run ## print the current second-step code of a demo account: make code ROLE=ministry-hr
	@$(MANAGE) demo_code $(ROLE)

# --- Testing --------------------------------------------------------------------------

# What depends on the vendor of the database has a mark (`database_vendor`) and runs on both.
# The browser walks on PostgreSQL where there is one; two whole journeys, on SQLite as well.
QUICK := not slow and not browser and not node
BOTH := database_vendor or (browser and not journey)
# What failed is run once more, alone, and named: what passes then depends on chance or on haste.
# Usage: $(call twice,the environment,"the marks")
twice = { $(1) $(PYTEST) $(ONE_MORE) --hypothesis-profile long -m $(2); told=$$?; \
	  [ $$told != 1 ] || { echo "Once more, alone, what failed …"; \
	    $(1) $(PYTHON) -m pytest --hypothesis-profile long -m $(2) --last-failed --maxfail 5 -rpf; told=$$?; }; \
	  (exit $$told); }
ON_SQLITE := env -u TEST_DATABASE_URL $(TEST_SETTINGS)

test: room browser interop poppler ## run what is quick, and two whole journeys in a browser, on SQLite
	@$(ON_SQLITE) $(PYTHON) -m tests.databases keep
	@echo "Testing on SQLite …"
	@$(ON_SQLITE) $(PYTEST) $(ONE_MORE) -m "not slow and (not browser or journey)"

test-quick: room .venv/develop ## run what is quick, on SQLite, without a browser and without node
	@$(ON_SQLITE) $(PYTHON) -m tests.databases keep
	@$(ON_SQLITE) $(PYTEST) auto -m "$(QUICK)"

test-all: room browser interop poppler servers ## run everything, on SQLite and on PostgreSQL where one answers
	@url=$$($(PYTHON) -m tests.databases); all="not browser or journey"; \
	$(ON_SQLITE) $(PYTHON) -m tests.databases keep & \
	if [ -n "$$url" ]; then \
	  TEST_DATABASE_URL=$$url $(TEST_SETTINGS) $(PYTHON) -m tests.databases keep || exit 1; \
	else echo "Not tested on PostgreSQL: none answers at TEST_DATABASE_URL or on localhost."; \
	  all="browser or not browser"; fi; \
	wait $$! || exit 1; \
	echo "Testing on SQLite …"; \
	$(call twice,$(ON_SQLITE),"$$all"); on_sqlite=$$?; \
	if [ -n "$$url" ]; then \
	  echo "Testing on PostgreSQL what depends on it, and in the browser …"; \
	  $(call twice,TEST_DATABASE_URL=$$url $(TEST_SETTINGS),"$(BOTH)") || exit 1; fi; \
	exit $$on_sqlite

walk: room browser ## walk the whole demonstration as every role and print what is wrong
	@$(PYTHON) -m tests.walk

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
	VAR_DIR=$$(mktemp -d) BASE_URL=https://training.example TRUSTED_PROXIES=1 MAIL_HOST=mail.example $(MANAGE) check --deploy --fail-level WARNING

check-templates:
	$(PYTHON) -m djlint --quiet --lint templates content courses elearning

check-layers:
	$(TEST_SETTINGS) .venv/bin/lint-imports --no-cache

check-naming:
	$(PYTHON) -m tests.naming

check-style:
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

bench: .venv/develop ## measure what the budgets name
	@for file in tests/benchmarks/bench_*.py; do \
	  echo "== $$file"; $(PYTHON) -m tests.benchmarks.$$(basename $$file .py) || exit 1; done

format: .venv/develop ## put the code into shape
	$(PYTHON) -m ruff check --fix-only --quiet .
	$(PYTHON) -m ruff format .

# --- What it is made of ---------------------------------------------------------------

.tools/ready: requirements/tools/tools.txt | .venv/bin/python
	@[ -x .venv/bin/uv ] || $(PYTHON) -m pip install --quiet --disable-pip-version-check uv
	@.venv/bin/uv venv --quiet --clear --python $(PYTHON) .tools
	@.venv/bin/uv pip sync --quiet --python .tools/bin/python --require-hashes requirements/tools/tools.txt
	@touch $@

sbom: .tools/ready ## write the bill of materials of the platform to var/sbom.json (CycloneDX)
	@mkdir -p $(or $(VAR_DIR),var)
	@PYTHONWARNINGS=ignore .tools/bin/cyclonedx-py requirements requirements/base.txt --pyproject pyproject.toml \
	  --output-reproducible --output-format JSON --output-file $(or $(VAR_DIR),var)/sbom.json
	@echo "Written: $(or $(VAR_DIR),var)/sbom.json"

audit: .tools/ready ## ask the internet which packages of the platform have known weaknesses
	@.tools/bin/python -m tests.weaknesses requirements/base.txt

lock: ## renew the hashed locks; they name no registry
	for name in base dev tools/tools; do \
	  uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header \
	    --no-emit-index-url requirements/$$name.in -o requirements/$$name.txt; done

messages: .venv/develop ## collect the strings to translate into locale/
	$(TEST_SETTINGS) $(MANAGE) makemessages $(addprefix --locale ,$(notdir $(wildcard locale/??))) --no-obsolete --no-wrap --add-location file \
	  --ignore '.venv/*' --ignore 'var/*' --ignore 'tests/*'
