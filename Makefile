# People and workflows use the same targets. Everything runs in .venv, which make creates from the locks with hashes.
# Needs: Python 3.11 or newer with its venv module, git, make. Nothing else is installed outside this folder.

PYTHON      ?= python3
PYTEST_ARGS ?= -n auto --dist worksteal
CHECK_ARGS  ?=
REASON      ?=
LOCK_ARGS   ?=
BENCH_ARGS  ?=
PUBLISH     ?=

# The answers for `make new`. The shell reads them as variables, so that no character in a name can become a command.
export NAME ORGANIZATION KIND URL ZONE

BIN := .venv/bin
# Quiet twice: pip reports errors only.
PIP := $(BIN)/python -m pip --quiet --quiet --disable-pip-version-check
# Works offline: the lock has installed the build backend and the dependencies.
INSTALL_SELF := $(PIP) install --no-deps --no-build-isolation --editable .

# Without this, the theme prints a notice about another product on every start. pyproject.toml has the version limits.
export NO_MKDOCS_2_WARNING := 1
# Puts the database of hypothesis beside the other caches.
export HYPOTHESIS_STORAGE_DIRECTORY := $(CURDIR)/.cache/hypothesis
# On some machines, this variable tells Python to keep no bytecode. Each of hundreds of processes would then compile the program.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help new site test test-fast test-long coverage serve demo check embeds lint format docs messages bless bench bench-site screenshots lock clean
# Two targets at once would run pip twice in one environment.
.NOTPARALLEL:
# A half-written file does not count as finished.
.DELETE_ON_ERROR:

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' Makefile
	@echo
	@echo 'Variables: PYTHON=python3.13   PYTEST_ARGS="-k feeds"   CHECK_ARGS="--format github"   LOCK_ARGS=--upgrade'

# No --quiet here: it would hide warnings from --strict too, which counts them.
site: .venv/.site ## build the site into site/ (PUBLISH=1 refuses placeholders)
	@$(if $(PUBLISH),AFFINITY_HUB_PUBLISH=yes )$(BIN)/mkdocs build --strict

new: .venv/.site ## replace the first hub's data with a hub of your own: NAME="…" ORGANIZATION="…" KIND=… URL=… ZONE=…
	@$(BIN)/affinity-hub new . --in-place --name "$$NAME" --organization "$$ORGANIZATION" --kind "$$KIND" --url "$$URL" --time-zone "$$ZONE"

test: lint ## check style and types, then run every test (browser tests need Chromium)
	@$(BIN)/pytest $(PYTEST_ARGS)

test-fast: lint ## run most tests, none of them slow, in a few minutes; use it before every commit
	@$(BIN)/pytest -m "not site and not browser and not slow" --hypothesis-profile=fast $(PYTEST_ARGS)

test-long: .venv/.test ## run the tests that take minutes: long property tests, servers, fonts, other browsers
	@$(BIN)/pytest --long $(PYTEST_ARGS)

coverage: .venv/.test ## run all tests except browser tests, and list the lines and branches that no test reaches
	@rm -rf .cache/coverage
	@$(BIN)/coverage run -m pytest -m "not browser" $(PYTEST_ARGS); tests=$$?; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report && exit $$tests

serve: .venv/.site ## live preview that follows your edits
	@$(BIN)/mkdocs serve

demo: .venv/.site ## build the fictional district into site-demo/
	@$(BIN)/affinity-hub build examples/sample-district --out site-demo --first

check: .venv/.site ## check the YAML files only
	@$(BIN)/affinity-hub check $(CHECK_ARGS)

embeds: .venv/.site ## write new embeds into embed-contract.json (REASON="…" if an address ends or has another height)
	@$(BIN)/affinity-hub embeds --contract $(if $(REASON),--reason "$(REASON)")

lint: .venv/.test ## check style, formatting, types, and workflows
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet || { echo 'Some files are not formatted; this does it:  make format' >&2; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-cache > .venv/imports.txt || { cat .venv/imports.txt >&2; exit 1; }
	@$(BIN)/zizmor --offline --no-progress --quiet .github

format: .venv/.test ## format the code and fix what ruff can fix
	@$(BIN)/ruff check --fix-only --quiet
	@$(BIN)/ruff format --quiet

docs: .venv/.test ## write handbook/architecture.md and the schemas in schema/ again, from the code
	@$(BIN)/python tools/handbook.py

messages: .venv/.test ## collect the texts of the site for translators, and check the translations
	@$(BIN)/python tools/messages.py

bless: .venv/.test ## accept the current output as the expected output (read the diff before you commit it)
	@$(BIN)/pytest tests/site/test_golden.py tests/messages/test_broken.py tests/contribute/test_forms.py --bless $(PYTEST_ARGS)

bench: .venv/.test ## measure how fast ten thousand events are checked and written (some minutes)
	@$(BIN)/python benchmarks/feeds.py $(BENCH_ARGS)

bench-site: .venv/.test ## measure whole builds beside Hugo, Eleventy, and mkdocs-material (needs Node.js)
	@$(BIN)/python benchmarks/site.py $(BENCH_ARGS)

screenshots: .venv/.test ## take new pictures for README and docs (needs Chromium)
	@$(BIN)/python tools/screenshots.py

clean: ## remove built and cached files; .venv stays, delete it by hand to start over
	@rm -rf site site-demo .site.building .site-demo.building .cache
	@find hooks tests -type d -name __pycache__ -prune -exec rm -rf {} +

# --- The environment -------------------------------------------------------------------------------------------------
# A stamp file for each lock, newer than the files it was made from: a warm run compares file dates and starts no pip. A
# stamp exists only while everything in its lock is installed: an installation first deletes both stamps, and writes
# them at the end.

# Whether .venv is usable: an installation was completed, Python and pip run, and .venv was made in this folder. In a copied
# .venv, the scripts in bin/ would still run the programs of the original folder.
USABLE := { test -e .venv/.site || test -e .venv/.test; } && $(BIN)/python -c 'import importlib.util as util, sys; \
	sys.exit(not (util.find_spec("pip") and f"{sys.prefix}/bin/python" in open("$(BIN)/pip").read()))' 2>/dev/null

# If .venv is not usable, it is made again from scratch, because pip would treat a half-installed package as installed.
define set-up
@$(USABLE) || { \
  $(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
    echo 'This needs Python 3.11 or newer, and "$(PYTHON)" is not that.' >&2; \
    echo 'If you have one under another name, say so:  make $(firstword $(MAKECMDGOALS)) PYTHON=python3.13' >&2; exit 1; }; \
  $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
    echo 'This Python cannot make a virtual environment.' >&2; \
    echo 'On Debian and Ubuntu:  sudo apt-get install python3-venv' >&2; exit 1; }; \
  echo 'Setting up .venv (once; about a minute) …'; \
  $(PYTHON) -m venv --clear .venv; }
@rm -f .venv/.site .venv/.test
endef

.venv/.site: requirements.txt pyproject.toml
	$(set-up)
	@$(PIP) install --require-hashes --requirement requirements.txt
	@$(INSTALL_SELF)
	@touch $@

# The test lock has the same versions of everything in the site lock, so it also satisfies the site lock.
.venv/.test: requirements-test.txt pyproject.toml
	$(set-up)
	@$(PIP) install --require-hashes --requirement requirements-test.txt
	@$(INSTALL_SELF)
	@touch .venv/.site $@

ifneq ($(shell $(USABLE) && echo yes),yes)
.PHONY: .venv/.site .venv/.test
endif

# --- The locks -------------------------------------------------------------------------------------------------------
# Only people who change a dependency need this, so its tool stays out of .venv. One set of versions for every Python and
# system ("fewest" forks), so that all of them build the same bytes.

UV := .cache/lock/bin/uv
UV_READY := .cache/lock/.ready
COMPILE = UV_CUSTOM_COMPILE_COMMAND='make lock' $(UV) pip compile pyproject.toml --quiet --no-config --universal \
	--python-version 3.11 --fork-strategy fewest --generate-hashes $(LOCK_ARGS)

lock: $(UV_READY) ## write the locks again after a change in pyproject.toml (LOCK_ARGS=--upgrade for newer versions)
	@$(COMPILE) --group build --output-file requirements.txt
	@$(COMPILE) --group build --group test --constraints requirements.txt --output-file requirements-test.txt

$(UV_READY):
	@$(PYTHON) -m venv --clear .cache/lock
	@.cache/lock/bin/python -m pip --quiet --quiet --disable-pip-version-check install uv
	@touch $@
