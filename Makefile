# GNU make 3.81 or newer and a POSIX shell. `make` alone lists what there is.

PY = .venv/bin/python
# Whatever asks Django something in `make check` does so on data of its own, thrown away after.
PRODUCTION = DEBUG=0 HTTPS=1 ALLOWED_HOSTS=shop.example SECRET_KEY=$$($(PY) -c "import secrets; print(secrets.token_urlsafe(50))")

.PHONY: help run install install-dev test crash check bench clean

help: ## List these targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-16s %s\n", $$1, $$2 }'

run: install ## Open the shop (PORT=8000, HOST=127.0.0.1, UNDERSTUDY_HOME=var)
	@$(PY) -m shop.supervisor

install: ## Prepare .venv with what the shop runs on
	@bin/install requirements.txt

install-dev:
	@bin/install requirements-dev.txt

test: install-dev ## Run the tests (ARGS="-k bag" to choose)
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile $(ARGS)

crash: install-dev ## Kill everything, at full size, and count what is left (an hour)
	@UNDERSTUDY_CRASH=full $(PY) -m pytest -m crash $(ARGS)

check: install-dev ## Lint, format, layers, migrations, production settings, types, known vulnerabilities
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/lint-imports
	@home=$$(mktemp -d) && trap 'rm -rf "$$home"' EXIT && export UNDERSTUDY_HOME="$$home" && \
	  echo "$(PY) manage.py makemigrations --check" && $(PY) manage.py makemigrations --check --dry-run && \
	  echo "$(PY) manage.py check --deploy" && $(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m mypy
	$(PY) bin/audit

bench: install-dev ## List and run the benchmarks in bench/
	@$(PY) -m bench $(ARGS)

clean: ## Remove caches (never the shop's data in var/, nor .venv)
	@rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +
