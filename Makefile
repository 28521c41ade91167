# Set-up is part of every target: on a fresh machine with Python 3.11, `make demo` and `make test` are all there is.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

# the built-in model is made from texts that lie beside the repository: training/README.md
CORPORA ?= ../shared/corpora
PROFILE ?= cpu
WORK ?= .train/$(PROFILE)

.PHONY: demo test lint catalogues pictures fuzz bench bench-quality bench-segment bench-pages bench-terms bench-gates bench-memory bench-check dist model training-tools clean

demo: $(VENV)/.installed
	$(BIN)/bilingual translate source_fr/ -o output/

# training/ is tested where its tools are, and always in CI: they are large. Tests run in so many processes at once;
# those that measure time come last, one by one (tests/conftest.py)
WORKERS ?= 2
test: ready
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered --cov-fail-under=90

# all that the tests need; it can come while `lint` runs: make --jobs=2 lint ready
.PHONY: ready
ready: $(VENV)/.dev programs schemas $(if $(CI),training-tools)

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# readers under damaged and hostile files: `make fuzz READER=docx MINUTES=10`, all of them without READER
MINUTES ?= 10
fuzz: $(VENV)/.dev
	PYTHONPATH=tests $(BIN)/python tests/fuzz_readers.py --minutes $(MINUTES) $(addprefix --reader ,$(READER))

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

bench-pages: $(VENV)/.dev build/pages/trafilatura-1.0.0.tar.gz
	$(BIN)/python benchmarks/pages.py build/pages/trafilatura-1.0.0.tar.gz

# the source archive of the version whose tests had web pages with them
build/pages/trafilatura-1.0.0.tar.gz: | $(VENV)/.dev
	$(BIN)/python -m pip download --quiet --no-deps --no-binary :all: --no-build-isolation -d build/pages trafilatura==1.0.0

bench-terms: $(VENV)/.dev
	$(BIN)/python benchmarks/terms.py

bench-gates: $(VENV)/.dev
	$(BIN)/python benchmarks/gates.py
	$(BIN)/python benchmarks/confidence.py
	$(BIN)/python benchmarks/retries.py

bench-memory: $(VENV)/.dev
	$(BIN)/python benchmarks/memory.py

bench-check: $(VENV)/.dev
	$(BIN)/python benchmarks/check.py

dist: $(VENV)/.dev
	$(BIN)/python -m build --wheel

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

$(VENV)/.dev: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

# what the tests look at pages, Word documents and e-books with
.PHONY: programs packages chromium soffice epubcheck
programs: chromium soffice epubcheck

chromium: PACKAGE = chromium
soffice: PACKAGE = --no-install-recommends libreoffice-writer-nogui
epubcheck: PACKAGE = --no-install-recommends epubcheck
chromium soffice epubcheck: | packages
	@command -v $@ >/dev/null || apt-get install -y -qq -o DPkg::Lock::Timeout=600 $(PACKAGE) >/dev/null \
		|| echo "no $@: its tests are skipped, and fail where CI is set"

# what Debian has to offer, asked once, and only where something is missing
packages:
	@(command -v chromium && command -v soffice && command -v epubcheck && test -f $(SCHEMA)) >/dev/null \
		|| apt-get update -qq || true

# the schemas of XLIFF are not ours to copy; Debian ships them with a program that is not needed
SCHEMAS = php-symfony-translation
SCHEMA = build/schemas/xml.xsd
.PHONY: schemas
schemas: | packages
	@test -f $(SCHEMA) || (mkdir -p build/schemas && cd build/schemas && rm -f *.deb \
		&& apt-get download -qq $(SCHEMAS) 2>/dev/null \
		&& dpkg-deb --fsys-tarfile *.deb | tar -x --wildcards --strip-components=9 '*/Resources/schemas/*.xsd') \
		|| echo "no schemas: tests of XLIFF are skipped, and fail where CI is set"

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

$(WORK)/pairs.tsv: training/recipe.toml $(WORK)/back.tsv | $(VENV)/.training
	$(STEP)prepare training/recipe.toml $(CORPORA) $(WORK) --profile $(PROFILE)

# French for English that reads like the press, by a small model the other way round, which learns from the corpora alone
REVERSE = .train/reverse

$(REVERSE)/pairs.tsv: training/recipe.toml | $(VENV)/.training
	$(STEP)prepare training/recipe.toml $(CORPORA) $(REVERSE) --without-back

$(REVERSE)/data.npz: $(REVERSE)/pairs.tsv
	$(STEP)vocabulary training/recipe.toml $(CORPORA) $(REVERSE)
	$(STEP)encode training/recipe.toml $(REVERSE) --reverse $(REVERSE)

$(REVERSE)/en_fr.argosmodel: $(REVERSE)/data.npz
	$(STEP)train training/recipe.toml $(REVERSE) --reverse
	$(STEP)export training/recipe.toml $(REVERSE) $@ --version 0 --reverse

$(REVERSE)/press.txt: training/recipe.toml | $(VENV)/.training
	$(STEP)choose training/recipe.toml $(CORPORA) $(REVERSE)

$(WORK)/back.tsv: $(REVERSE)/en_fr.argosmodel $(REVERSE)/press.txt
	$(STEP)backtranslate $(REVERSE)/en_fr.argosmodel $(REVERSE)/back.tsv $(REVERSE)/press.txt
	mkdir -p $(WORK) && cp $(REVERSE)/back.tsv $@

$(WORK)/vocabulary.model: $(WORK)/pairs.tsv
	$(STEP)vocabulary training/recipe.toml $(CORPORA) $(WORK) --profile $(PROFILE)

$(WORK)/links.txt: $(WORK)/pairs.tsv
	$(STEP)align $(ARGS)

# what the checks know of words; the file in src/ is made from the profile that the built-in model is made from
$(WORK)/dictionary.fr-en.tsv.xz: $(WORK)/links.txt
	$(STEP)dictionary $(WORK) $@

$(WORK)/tags.tsv: $(WORK)/links.txt
	$(STEP)tag $(ARGS)

$(WORK)/data.npz: $(WORK)/tags.tsv $(WORK)/vocabulary.model
	$(STEP)encode $(ARGS)

clean:
	rm -rf $(VENV) output build dist
