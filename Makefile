# From a bare Debian or Ubuntu: `make run` opens the window, `make demo` shows it work, `make test` checks it. Each sets
# up what is missing.
#   TORCH_INDEX=cpu|cuNNN|rocmN.N|URL   another PyTorch build than the one chosen for this machine
#   PYTHON=python3.12                    the interpreter to build the environment on
#   OUT=folder                           where the demo puts its films
# `make bundle` builds what people install, into dist/; `make bundle-test` also uses it in a bare Debian (sudo).

OUT ?= out
venv := .venv
ready := $(venv)/ready
python := $(venv)/bin/python
benchmarks := transformer pocket cadence timeline playback export window start seam verdicts formats merging streaming loaded_speed text_speed vae footprint

.PHONY: run demo test test-slow lint train benchmarks docs install words bundle bundle-test clean

run: $(ready)
	$(python) main.py

demo: $(ready)
	$(python) main.py demo -o "$(OUT)"
	$(if $(DISPLAY)$(WAYLAND_DISPLAY),$(python) main.py open "$(OUT)"/clips/*.mp4)

# The stories first, alone: whole windows in one process after hundreds of other widgets were seen to crash inside Qt.
# Two at a time, by file: what the tests of one file share is made once. They take about 3 GB each. What Python compiled
# is kept, whatever the shell says: half the time until the first test goes into compiling them.
stories := $(wildcard tests/test_*stor*.py)
test: export PYTHONDONTWRITEBYTECODE =
test: lint
	$(python) -m pytest -n 2 --dist loadfile $(stories)
	$(python) -m pytest -n 2 --dist loadfile $(addprefix --ignore=,$(stories))

test-slow: $(ready)
	$(python) -m pytest -m slow

lint: $(ready)
	$(venv)/bin/ruff check
	$(venv)/bin/ruff format --check
	$(venv)/bin/mypy editor engine main.py
	$(venv)/bin/lint-imports --no-logo
	$(venv)/bin/vulture

# Without the limits glibc gives every large tensor back to the system and fetches it again: a third of the time.
train: $(ready)
	MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=8000000000 nice -n 15 $(python) -m engine.training.train

benchmarks: $(ready)
	$(foreach name,$(benchmarks),$(python) -m tests.benchmarks.$(name) &&) true

# The texts that are shown, for translators: build/longtake.pot.
words: $(ready)
	mkdir -p build
	$(venv)/bin/pybabel --quiet extract -k tr -k trn:1,2 -k later --no-wrap --sort-by-file --project Longtake \
		-o build/longtake.pot editor

bundle: $(ready)
	$(python) packaging/build.py

# What was built is installed in a bare system, which only root can make.
bundle-test: bundle
	$(if $(filter 0,$(shell id -u)),,sudo) python3 packaging/linux/try.py

# The documentation, as pages that are opened from the disk: build/docs/index.html.
docs: $(ready)
	NO_MKDOCS_2_WARNING=1 $(venv)/bin/mkdocs build --strict

install: $(ready)

$(ready): packaging/install.sh packaging/constraints.txt pyproject.toml
	PYTHON="$(PYTHON)" TORCH_INDEX="$(TORCH_INDEX)" bash packaging/install.sh $(venv)
	touch $@

# Asked for another PyTorch build than the one there: install again.
ifdef TORCH_INDEX
ifneq ($(TORCH_INDEX),$(shell cat $(venv)/torch-index 2>/dev/null))
.PHONY: $(ready)
endif
endif

clean:
	rm -rf $(venv) out build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
