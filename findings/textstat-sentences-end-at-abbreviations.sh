#!/usr/bin/env bash
# textstat: a sentence ends at each full stop of an abbreviation, so that abbreviations make a text look easier.
#
# Version:   textstat 0.7.13
# Expected:  one sentence, whether it says "for example" or "e.g."
# Seen:      two sentences for the second, each half as long, and so a lower grade in every readability formula
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check textstat==0.7.13
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import textstat

in_words = "We ask people what matters to them, for example family, work or faith, and we write it down."
shortened = in_words.replace("for example", "e.g.")
seen = [textstat.sentence_count(in_words), textstat.sentence_count(shortened)]
print(version("textstat"), seen)
assert seen == [1, 2]
PYTHON
