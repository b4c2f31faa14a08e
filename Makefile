# Everything starts here; bootstrap.py prepares what a command needs, and does nothing when nothing has changed.
PYTHON3 ?= python3
PLACETTE = .venv/bin/placette

.PHONY: run test lint reset screenshots messages prepare

run:
	@$(PYTHON3) bootstrap.py run
	@exec $(PLACETTE) up

test:
	@$(PYTHON3) bootstrap.py test
	@.venv/bin/python -m pytest -n 2 --dist worksteal -q $(TESTS)

lint:
	@$(PYTHON3) bootstrap.py lint
	@exec .venv/bin/python .ci/lint.py

reset:
	@$(PYTHON3) bootstrap.py run
	@$(PLACETTE) reset

screenshots:
	@$(PYTHON3) bootstrap.py test
	@.venv/bin/python -m tests.screenshots

messages:
	@$(PYTHON3) bootstrap.py test
	@cd placette && ../.venv/bin/django-admin makemessages --locale en --no-obsolete --no-wrap

prepare:
	@$(PYTHON3) bootstrap.py test
