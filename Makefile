# make serve · make site · make check · make test · make bench
# Every target does its own set-up, and does it once. `make help` lists them.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

OWN := serve site check test bench generate package starter lock screenshots clean help
.PHONY: $(OWN)
.DEFAULT_GOAL := help

serve: verifier/dist/files.json ## show the site on this computer, and show changes as you make them (PORT=8000)
	@$(BIN)/python scripts/serve.py $(PORT)

site: verifier/dist/files.json ## build the site into site/
	@$(BIN)/mkdocs --quiet build
	@echo "The site is in site/"

check: $(VENV)/run.stamp ## name every mistake in the data, then check the code
	@$(BIN)/python scripts/check.py $(CHECK)
	@$(MAKE) -s --no-print-directory $(VENV)/test.stamp
	@$(BIN)/ruff check --quiet .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy --no-error-summary
	@$(MAKE) -s --no-print-directory $(VENV)/node.stamp verifier/dist/files.json
	@PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/prettier --check --log-level warn .
	@PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/eslint --max-warnings 0 .
	@PATH="$(CURDIR)/$(BIN):$$PATH" node_modules/.bin/tsc

test: $(VENV)/tools.stamp verifier/dist/files.json ## run every test, those in a real browser too
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m pytest -n auto --dist loadfile

bench: $(VENV)/tools.stamp verifier/dist/files.json ## measure the speed, as ratios (make bench verify: one table; make bench fuzz: a million inputs)
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m bench $(TABLES)

ifneq (,$(filter bench,$(MAKECMDGOALS)))
# The words behind "bench" name its tables; "check" is one of them too.
TABLES := $(filter-out bench,$(MAKECMDGOALS))
NAMES := $(filter-out $(OWN),$(TABLES))
ifneq (,$(NAMES))
.PHONY: $(NAMES)
$(NAMES):
	@:
endif
endif

generate: $(VENV)/run.stamp ## write the badge template and the editor schemas from the model
	@$(BIN)/python scripts/generate.py

package: $(VENV)/test.stamp verifier/dist/files.json ## make the wheel and the source package into dist/, and check both
	@$(BIN)/python scripts/package.py

starter: $(VENV)/run.stamp ## write a starter repository, as `lapel new` does, into dist/starter/
	@$(BIN)/python scripts/starter.py

screenshots: $(VENV)/tools.stamp verifier/dist/files.json ## make the pictures for the README
	@$(BIN)/python scripts/screenshots.py

lock: $(VENV)/test.stamp ## write the exact versions and hashes of everything that is installed
	@$(BIN)/python scripts/lock.py

clean: ## take away everything that can be made again
	@rm -rf $(VENV) dist verifier/dist verifier/generated .cache .peers node_modules site .site.*

help: ## this list
	@grep -hE '^[a-z]+:.*## ' Makefile | sed -E 's/^([a-z]+):.*## /make \1: /'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Lapel needs Python 3.11 or newer. Install it, or name it: make PYTHON=python3.12 …"; exit 1; }
	@echo "Setting up Python (once, about a minute)"
	@$(PYTHON) -m venv $(VENV) || { echo "This Python cannot make environments. On Debian or Ubuntu: apt-get install python3-venv"; rm -rf $(VENV); exit 1; }

$(VENV)/run.stamp: requirements.lock | $(VENV)/bin/python
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements.lock
	@touch $@

verifier/dist/files.json: $(wildcard scripts/typeface.mjs verifier/*.mjs verifier/src/*.js verifier/ui/*.js desk/src/*.js desk/ui/*.js) package-lock.json $(VENV)/run.stamp
	@$(BIN)/python scripts/bundle.py

$(VENV)/test.stamp: requirements-test.lock $(VENV)/run.stamp
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements-test.lock
	@touch $@

$(VENV)/node.stamp: package-lock.json requirements-node.lock $(VENV)/test.stamp
	@$(BIN)/python scripts/tools.py node
	@touch $@

$(VENV)/tools.stamp: package-lock.json requirements-node.lock tests/peers/openbadges.lock $(VENV)/test.stamp
	@$(BIN)/python scripts/tools.py
	@touch $@
