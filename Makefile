# Variorum. From CPython 3.11 to 3.13, venv, make and git: `make run`, `make test`.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
EXTRAS ?=

.PHONY: setup run test lint format bench clean lock

setup: .venv/.installed
ifneq ($(findstring spark,$(EXTRAS)),)
setup: .venv/.installed-spark
endif

$(BIN)/uv:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-cache-dir uv==0.13.8

.venv/.installed: requirements.lock $(BIN)/uv
	VIRTUAL_ENV=.venv $(BIN)/uv pip install -q --no-cache --require-hashes -r requirements.lock
	touch $@

.venv/.installed-spark: requirements-spark.lock .venv/.installed
	VIRTUAL_ENV=.venv $(BIN)/uv pip install -q --no-cache --require-hashes -r requirements-spark.lock
	touch $@

run: setup
	@PORT=$(PORT) exec $(BIN)/python manage.py demonstration --parent $$PPID

test: lint
	$(BIN)/python -m pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --settings config.settings.test
	DJANGO_SETTINGS_MODULE=config.settings.base VARIORUM_HOSTS=variorum.example $(BIN)/python manage.py check --deploy --fail-level WARNING

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(BIN)/uv
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra postgres --universal --python-version 3.11 --generate-hashes -o requirements.lock
	$(BIN)/uv pip compile -q pyproject.toml --extra dev --extra postgres --extra spark --universal --python-version 3.11 --generate-hashes -o requirements-spark.lock

# Peers for the benchmarks, some of them under other licences, have an environment of their own.
.venv-bench/.installed: requirements.lock benchmarks/requirements.txt $(BIN)/uv
	$(PYTHON) -m venv .venv-bench
	VIRTUAL_ENV=.venv-bench $(BIN)/uv pip install -q --no-cache --require-hashes -r requirements.lock
	VIRTUAL_ENV=.venv-bench $(BIN)/uv pip install -q --no-cache -r benchmarks/requirements.txt
	touch $@

# Prose for them: dictionaries of Debian, unpacked and not installed. Elsewhere Bibles stand in.
.venv-bench/prose: .venv-bench/.installed
	mkdir -p $@
	-cd $@ && apt-get download -qq dict-gcide dict-foldoc dict-jargon dict-wn && for package in *.deb; do dpkg-deb -x $$package .; done

bench: setup .venv-bench/.installed .venv-bench/prose
	.venv-bench/bin/python -m benchmarks.pairwise
	.venv-bench/bin/python -m benchmarks.reuse
	.venv-bench/bin/python -m benchmarks.pages

clean:
	rm -rf .venv .venv-bench var build .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
