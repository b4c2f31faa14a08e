# Everything starts here; the folder bootstrap prepares what a command needs, and does nothing when nothing has changed.
PYTHON3 ?= python3
PLACETTE = .venv/bin/placette

.PHONY: run test lint format reset screenshots messages prepare

run:
	@$(PYTHON3) -m bootstrap run
	@exec $(PLACETTE) up

test:
	@$(PYTHON3) -m bootstrap test
	@.venv/bin/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q $(TESTS)

lint:
	@$(PYTHON3) -m bootstrap lint
	@exec .venv/bin/python .ci/lint.py

format:
	@$(PYTHON3) -m bootstrap lint
	@.venv/bin/ruff check --fix --quiet . ; .venv/bin/ruff format --quiet .
	@.venv/bin/djade --target-version 6.0 $$(find placette -name '*.html' -path '*/templates/*')
	@npm run --silent format

reset:
	@$(PYTHON3) -m bootstrap run
	@$(PLACETTE) reset

screenshots:
	@$(PYTHON3) -m bootstrap test
	@.venv/bin/python -m tests.screenshots

messages:
	@$(PYTHON3) -m bootstrap test
	@mkdir -p placette/locale && cd placette && ../.venv/bin/django-admin makemessages --locale en --no-obsolete --no-wrap
	@.venv/bin/python .ci/french.py

prepare:
	@$(PYTHON3) -m bootstrap run
