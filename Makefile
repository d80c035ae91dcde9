# `make run` and `make test` need Python 3.11 to 3.13 with venv, git and make; all else goes into .venv, without root.
.DEFAULT_GOAL := help
.PHONY: help run shop test unit check format locks simulate chaos soak fuzz bench clean dev live
ARGS ?=
BIN := .venv/bin
# pip compiles nothing ahead (scripts/bootstrap.py): where this is set, as in many containers, each of dozens of
# processes would compile everything that it imports again.
unexport PYTHONDONTWRITEBYTECODE

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: ## Run the whole system on this machine (ARGS="--port 0 --fresh" passes options to till sandbox)
	@scripts/bootstrap.sh run
	@exec $(BIN)/till sandbox $(ARGS)

shop: dev ## The sandbox with an example shop that sells through it (ARGS=node for the one in Node)
	@$(BIN)/python examples/shop/run.py $(ARGS)

dev: ## Install all that the other targets need, and build the page
	@scripts/bootstrap.sh dev

test: dev ## Run the whole suite (ARGS="-k refund" passes options to pytest)
	@$(BIN)/python scripts/suite.py $(ARGS)

unit: dev ## The quick tests: domain, use cases, architecture (ARGS="-k refund" passes options to pytest)
	@$(BIN)/python -m pytest tests/unit/domain tests/use_cases tests/architecture $(ARGS)

live: dev ## Compare Stripe's own test mode with the stand-in (STRIPE_SECRET_KEY=sk_test_… names the account)
	@$(BIN)/python -m tests.live $(ARGS)

check: dev ## Formatting, lint, types, architecture, locks
	@$(BIN)/python scripts/check.py

format: dev ## Format the code and fix what the linter can
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

locks: dev ## Resolve pyproject.toml into requirements/ (ARGS=--upgrade takes newer versions)
	@$(BIN)/python scripts/locks.py compile $(ARGS)

simulate: dev ## Run the deterministic simulation for longer (ARGS="--seed 7" replays one run)
	@$(BIN)/python -m tests.simulation $(ARGS)

chaos: dev ## Kill processes amid a mixed load and check every promise (ARGS="--kills 200 --seed 7")
	@$(BIN)/python -m tests.chaos $(ARGS)

soak: dev ## An hour of mixed load on two APIs and two workers: what they hold and how long queries take must stay level
	@$(BIN)/python -m tests.soak $(ARGS)

fuzz: dev ## Send far more made-up requests to the API than the suite does
	@HYPOTHESIS_PROFILE=fuzz $(BIN)/python -m pytest tests/http -m fuzz $(ARGS)

bench: dev ## Measure speed and calls
	@$(BIN)/python -m benchmarks $(ARGS)

clean: ## Remove what was installed and built, but not the sandbox's data
	rm -rf .venv frontend/node_modules frontend/dist build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache .coverage test-artifacts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
