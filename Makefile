# Each target sets up what it needs; a second run finds it done.

PYTHON ?= python3
UV := .uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help
.PHONY: help demo test test-long check docs lock

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: .venv/complete  ## run the whole loop on the sample articles, unattended
	.venv/bin/goldspan demo

test: .venv/complete check  ## check the code and run the tests (under 10 minutes)
	.venv/bin/pytest -m "not long" --numprocesses 3 --dist loadfile

test-long: .venv/complete  ## run the tests that take longer, too
	.venv/bin/pytest

check: .venv/complete  ## lint, format and types only
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

docs: .venv/complete  ## build the documentation into site/; open site/index.html
	.venv/bin/sphinx-build --fresh-env --fail-on-warning --keep-going --quiet -c docs . site

lock: $(UV)  ## renew the locked dependencies
	$(UV) pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate --extra dev \
	    --output-file requirements.lock pyproject.toml
	echo "label-studio==1.23.2" | $(UV) pip compile --quiet --universal --python-version 3.10 \
	    --generate-hashes --no-emit-index-url --no-header --no-annotate \
	    --output-file src/goldspan/studio/label-studio.lock -

$(UV):
	$(PYTHON) -m pip install --quiet --disable-pip-version-check --root-user-action=ignore \
	    --target .uv uv

.venv/complete: $(UV) requirements.lock pyproject.toml
	$(UV) venv --quiet --clear --python $$($(PYTHON) -c 'import sys; print(sys.executable)') .venv
	$(UV) pip install --quiet --python .venv --require-hashes -r requirements.lock
	$(UV) pip install --quiet --python .venv --no-deps --editable .
	touch $@
