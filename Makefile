# Two commands on a fresh machine: make demo, make test. Each does its own set-up (scripts/setup.sh).
.PHONY: demo test setup samples bench clean help
.DEFAULT_GOAL := help

BIN := .venv/bin
ARCHIVE ?= build/demo-$(shell date +%Y%m%d-%H%M%S)
ARCHIVE := $(ARCHIVE)

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## system programs, virtual environment, locked packages
	@bash scripts/setup.sh

demo: setup ## read corpora/samples into a new archive folder, show the summary and what to try next
	@$(BIN)/doichieu run corpora/samples --archive $(ARCHIVE) --no-progress-bar
	@echo
	@echo 'Try next:'
	@echo '  $(BIN)/doichieu query $(ARCHIVE) --name quota-by-unit   # targets beside results; --list shows more'
	@echo '  $(BIN)/doichieu search $(ARCHIVE) "sang kien"           # with or without accents'
	@echo '  $(BIN)/doichieu review $(ARCHIVE)                       # the findings and their evidence, in the browser'

test: setup ## every check: ruff, mypy, import-linter, pytest with doctests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadfile

samples: setup ## make corpora/samples anew from their seed
	$(BIN)/python -m corpora.generate --samples

bench: setup ## speed against bare Tesseract, OCRmyPDF and pdfplumber in one run
	bash benchmarks/speed.sh

clean: ## remove what was built (not the virtual environment)
	rm -rf build .mypy_cache .ruff_cache .pytest_cache
