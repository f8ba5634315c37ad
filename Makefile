# make demo   the viewer on the bundled cases, drafting with the bundled checkpoint
#             (make demo ARGS=--study: a reader study on synthetic films, begun)
# make test   everything that can be tested on this machine
# make check  format, lint, types, import contracts
# make translations   the texts of the window into resources/translations, after a text was added or changed
#
# Each target sets up what it needs: a virtual environment in .venv with the versions of constraints.txt.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
CORE := .venv-core
BIN := $(VENV)/bin
# Pages of the virtual environment's own pip that nobody needs to see.
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1

.PHONY: demo test check install clean translations

demo: $(VENV)/.installed
	@$(BIN)/cxrviewer demo $(ARGS)

test: $(VENV)/.developer $(CORE)/.installed
# Both at once, since neither keeps two cores busy; what the core's tests say comes after the others.
	@$(CORE)/bin/python -m pytest -q $(CORE_TESTS) >$(CORE)/tests.log 2>&1 & core=$$!; \
	$(BIN)/python -m pytest -q; whole=$$?; \
	wait $$core; core=$$?; \
	echo "The core, without Qt and torch:"; cat $(CORE)/tests.log; \
	exit $$((whole + core))

check: $(VENV)/.developer
	@$(BIN)/ruff format --check -q .
	@$(BIN)/ruff check -q .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

install: $(VENV)/.installed

translations: $(VENV)/.developer
	@$(BIN)/python installer/translations.py

clean:
	rm -rf $(VENV) $(CORE)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "cxrviewer needs Python 3.11 or newer; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "This Python cannot make virtual environments; on Debian: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/.installed: pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "Installing into $(VENV) (once, about 2 GB) ..."
	@$(PIP) $(BIN)/python -m pip install -q -c constraints.txt -e .
	@$(BIN)/python -m cxrviewer.system_libraries
	@touch $@

$(VENV)/.developer: $(VENV)/.installed
	@$(PIP) $(BIN)/python -m pip install -q -c constraints.txt -e '.[dev]'
# One file of open_clip is what a test holds the ResNet against. Its torchvision fits one build of torch alone, and where
# it does not, transformers cannot be imported any more.
	@$(PIP) $(BIN)/python -m pip install -q --no-deps -c constraints.txt open_clip_torch
	@touch $@

# The rooms that must work with neither Qt nor torch are tested in an environment that has neither.
CORE_TESTS = tests/imaging tests/reporting tests/store tests/study tests/phantom tests/test_settings.py tests/test_logs.py tests/test_system_libraries.py

$(CORE)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -m venv $(CORE)
	@$(PIP) $(CORE)/bin/python -m pip install -q -c constraints.txt krippendorff matplotlib numpy pillow \
		platformdirs 'psycopg[binary]' pydicom psutil pyjpegls pylibjpeg pylibjpeg-libjpeg pylibjpeg-openjpeg pylibjpeg-rle \
		reportlab scipy SQLAlchemy statsmodels tomli-w hypothesis pytest pytest-timeout
	@touch $@
