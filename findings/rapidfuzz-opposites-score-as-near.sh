#!/usr/bin/env bash
# rapidfuzz: an answer and its opposite score as nearly the same, and the opposite is what is proposed.
#
# Version:   rapidfuzz 3.14.6
# Expected:  its pages say that 100 is the score of texts that are the same, and offer process.extractOne to find what
#            a misspelt text means: with a high cutoff that ought to be safe for the labels of a scale
# Seen:      token_set_ratio of "true" and "not true" is 100, and WRatio, which extractOne takes where no scorer is
#            named, is 90. "satisfied" is what extractOne finds for "dissatisfied", with a score of 86. Even the plain
#            ratio of "agree" and "disagree" is 77; that of "mostly true" and the misspelt "mostley tru" is 91
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check rapidfuzz==3.14.6
venv/bin/python - <<'PYTHON'
import rapidfuzz
from rapidfuzz import fuzz, process

subset = fuzz.token_set_ratio("true", "not true")
usual = fuzz.WRatio("true", "not true")
plain = fuzz.ratio("agree", "disagree")
found, score, _ = process.extractOne("dissatisfied", ["satisfied", "no opinion"])
misspelt = fuzz.ratio("mostly true", "mostley tru")
print(rapidfuzz.__version__, subset, usual, round(plain), found, round(score), round(misspelt))
assert (subset, usual) == (100, 90)
assert (round(plain), found, round(score), round(misspelt)) == (77, "satisfied", 86, 91)
PYTHON
