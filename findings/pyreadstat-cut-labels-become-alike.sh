#!/usr/bin/env bash
# pyreadstat: labels of values are cut at 120 bytes without a word, and two answers become one.
#
# Version:   pyreadstat 1.3.7 with pandas 3.1.1
# Expected:  an error or a warning, as there is one for labels of variables in Stata that are too long; two codes stay
#            two answers
# Seen:      no warning. Two labels that differ after their 120th byte are the same, and apply_value_formats=True makes
#            one category of two codes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
venv/bin/python -W error - <<'PYTHON'
import pandas as pd
import pyreadstat

long = "When a plan is made, people who use this service and those who are close to them are asked what matters to them, and "
labels = {1.0: f"{long}it is written down", 2.0: f"{long}it is forgotten"}
pyreadstat.write_sav(pd.DataFrame({"answer": [1.0, 2.0]}), "answers.sav", variable_value_labels={"answer": labels})

_, meta = pyreadstat.read_sav("answers.sav")
kept = meta.variable_value_labels["answer"]
words, _ = pyreadstat.read_sav("answers.sav", apply_value_formats=True)
print(pyreadstat.__version__, {code: len(label.encode()) for code, label in kept.items()}, words["answer"].nunique())
assert kept[1.0] == kept[2.0]
assert len(kept[1.0].encode()) <= 120 < len(labels[1.0].encode())
assert words["answer"].nunique() == 1
PYTHON
