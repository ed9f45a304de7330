#!/usr/bin/env bash
# textstat: its own tests are installed beside it, as a package called "tests".
#
# Version:   textstat 0.7.13
# Expected:  a library brings packages of its own name alone
# Seen:      "import tests" gives the tests of textstat, also in a project whose folder tests has no __init__.py, since
#            a package goes before a folder wherever it stands on the path
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textstat==0.7.13
mkdir tests
touch tests/own.py
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import textstat

seen = {
    "beside textstat": Path(find_spec("tests").origin).parents[1] == Path(textstat.__file__).parents[1],
    "our own is found": find_spec("tests.own") is not None,
}
print(version("textstat"), seen)
assert seen == {"beside textstat": True, "our own is found": False}
PYTHON
