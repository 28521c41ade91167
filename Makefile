# Set-up is part of every target: on a fresh machine with Python 3.11, `make demo` and `make test` are all there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# the built-in model is made from texts that lie beside the repository: training/README.md
CORPORA ?= ../shared/corpora
PROFILE ?= cpu
WORK ?= .train/$(PROFILE)

.PHONY: demo test lint catalogues pictures bench bench-quality bench-segment bench-terms bench-memory dist model training-tools clean

demo: $(VENV)/.installed
	$(BIN)/bilingual translate source_fr/ -o output/

# training/ is tested where its tools are, and always in CI: they are large
test: $(VENV)/.dev chromium $(if $(CI),training-tools)
	$(BIN)/python -m pytest --cov --cov-report=term:skip-covered --cov-fail-under=90

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# what the program says in other languages: run it when a message has changed, then translate what is open
catalogues: $(VENV)/.dev
	$(BIN)/python -m tools.catalogues

# docs/images, from the pages as they are now
pictures: $(VENV)/.dev chromium
	$(BIN)/python -m tools.pictures

bench: $(VENV)/.dev
	$(BIN)/python benchmarks/speed.py

bench-quality: $(VENV)/.dev
	$(BIN)/python benchmarks/links.py
	$(BIN)/python benchmarks/quality.py

bench-segment: $(VENV)/.dev build/segment-peers/.installed
	$(BIN)/python benchmarks/segment.py --peers build/segment-peers/bin/python --scale

# the segmenters beside ours have an environment of their own
build/segment-peers/.installed: benchmarks/segment-requirements.txt
	$(PYTHON) -m venv build/segment-peers
	build/segment-peers/bin/python -m pip install --quiet --disable-pip-version-check -r benchmarks/segment-requirements.txt
	touch $@

bench-terms: $(VENV)/.dev
	$(BIN)/python benchmarks/terms.py

bench-memory: $(VENV)/.dev
	$(BIN)/python benchmarks/memory.py

dist: $(VENV)/.dev
	$(BIN)/python -m build --wheel

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

# the tests look at the page in a real browser
.PHONY: chromium
chromium:
	@command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium >/dev/null) \
		|| echo "no chromium: its tests are skipped, and fail where CI is set"

training-tools: $(VENV)/.training

$(VENV)/.training: training/requirements.txt $(VENV)/.dev
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -r training/requirements.txt
	touch $@

# each step is done once, and again when what it reads has changed; `train` goes on where it stopped
STEP = $(BIN)/python -m training.
ARGS = training/recipe.toml $(WORK) --profile $(PROFILE)

model: $(WORK)/data.npz
	$(STEP)train $(ARGS) $(TRAIN)
	$(STEP)export training/recipe.toml $(WORK) $(WORK)/translate-fr_en.argosmodel --profile $(PROFILE) --version $(or $(VERSION),0)
	$(BIN)/bilingual evaluate $(CORPORA)/dev/newstest2012.tsv --bare --model $(WORK)/translate-fr_en.argosmodel

$(WORK)/pairs.tsv: training/recipe.toml | $(VENV)/.training
	$(STEP)prepare training/recipe.toml $(CORPORA) $(WORK) --profile $(PROFILE)

$(WORK)/vocabulary.model: $(WORK)/pairs.tsv
	$(STEP)vocabulary training/recipe.toml $(CORPORA) $(WORK) --profile $(PROFILE)

$(WORK)/links.txt: $(WORK)/pairs.tsv
	$(STEP)align $(ARGS)

$(WORK)/tags.tsv: $(WORK)/links.txt
	$(STEP)tag $(ARGS)

$(WORK)/data.npz: $(WORK)/tags.tsv $(WORK)/vocabulary.model
	$(STEP)encode $(ARGS)

clean:
	rm -rf $(VENV) output build dist
