# Each verb sets up what it needs. `make sample` and `make test` want no more
# than Debian 12 with python3, python3-venv, make and git.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CORPORA ?= $(or $(INQUIT_CORPORA),../shared/corpora)
SCORER ?= $(CORPORA)/../tools/score.py
FUZZ ?= 100000
RUN := $(BIN)/python -m

.PHONY: fuzz stress sample test check format lint types contracts tests quality compare-scorer training-tests browser-tests benchmark record-benchmark search-benchmark figures pack changelog clean help

help: ## list the targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

sample: $(VENV)/core ## set up inquit and read a sample dispatch
	$(BIN)/inquit read --format text examples/depeche.txt

test: $(VENV)/dev ## set up what the tests need and pass them
	$(RUN) ruff format --check .
	$(RUN) ruff check .
	$(RUN) mypy
	$(BIN)/lint-imports
	$(RUN) pytest

format: $(VENV)/dev ## put the code in order
	$(RUN) ruff format .
	$(RUN) ruff check --fix .

quality: $(VENV)/dev corpora ## read the development corpora and hold the scores to the floors
	$(RUN) benchmarks.quality --corpora $(CORPORA)

compare-scorer: $(VENV)/dev corpora ## hold our scores beside those of the corpora's own scorer
	$(RUN) benchmarks.compare_scorer --corpora $(CORPORA) --scorer $(SCORER)

training-tests: $(VENV)/training ## test the training code, torch against ONNX among it
	$(RUN) pytest tests/training

browser-tests: chromium $(VENV)/browser ## test the HTML page in Debian's Chromium
	$(RUN) pytest tests/browser

fuzz: $(VENV)/dev ## read 100,000 generated and mutated texts (FUZZ=n for another number)
	$(RUN) tests.fuzz --texts $(FUZZ)

stress: $(VENV)/dev ## read ten megabytes, 100,000 paragraphs and worse (ten minutes)
	$(RUN) benchmarks.stress

benchmark: $(VENV)/benchmark corpora ## compare speed with spaCy in one run; memory and start-up
	OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1 $(RUN) benchmarks.speed --corpora $(CORPORA)

record-benchmark: $(VENV)/dev corpora ## 10,000 documents into a record, and a search over 100,000 (an hour on two cores)
	$(RUN) benchmarks.record --corpora $(CORPORA)

search-benchmark: $(VENV)/dev corpora ## the search alone, over 100,000 documents (three minutes)
	$(RUN) benchmarks.record --corpora $(CORPORA) --part search

figures: $(VENV)/dev ## measure memory, cold start and installed size
	$(RUN) benchmarks.footprint

pack: $(VENV)/training corpora ## train the reader and write the pack (an hour and a quarter on two cores)
	$(RUN) training --corpora-dir $(CORPORA) --out src/inquit/packs/reader-fr-en

changelog: $(VENV)/dev ## show what the changelog fragments will become
	$(RUN) towncrier build --draft

clean: ## remove the environment and what was built
	rm -rf $(VENV) build dist

.PHONY: corpora
corpora:
	@test -d $(CORPORA)/fr-news || { echo "no corpora in '$(CORPORA)': set INQUIT_CORPORA to the folder that holds fr-news and polnear"; exit 2; }

# Installing a browser is for root alone, as in a container; others are told.
.PHONY: chromium
chromium:
	@test -x /usr/bin/chromium \
	|| { test "$$(id -u)" = 0 && { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium; } >/dev/null 2>&1; } \
	|| { echo "browser-tests: no /usr/bin/chromium; install Debian's package chromium (apt-get install chromium)" >&2; exit 2; }

$(VENV)/core: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/dev: $(VENV)/core
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

$(VENV)/training: $(VENV)/dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[training]'
	@touch $@

$(VENV)/benchmark: $(VENV)/dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[benchmark]'
	@touch $@

$(VENV)/browser: $(VENV)/dev
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[browser]'
	@touch $@
