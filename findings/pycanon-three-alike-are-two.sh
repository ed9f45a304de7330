#!/usr/bin/env bash
# pycanon: the entropy l-diversity of three answers that are equally frequent is 2.
#
# Version:   pycanon 1.3.6
# Expected:  m answers, each given by as many people, have an entropy of log m and so are m-diverse
#            (Machanavajjhala and others 2007)
# Seen:      three answers give 2, and several other numbers of answers give one too few: what comes out a hair below
#            a whole number is cut, and not rounded. Distinct l-diversity, which counts, is right each time
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pycanon==1.3.6
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import pandas as pd
from pycanon import anonymity

by_entropy, distinct = [], []
for answers in range(2, 12):
    people = pd.DataFrame({"team": ["north"] * answers, "answer": [f"answer {place}" for place in range(answers)]})
    by_entropy.append(int(anonymity.entropy_l_diversity(people, ["team"], ["answer"])))
    distinct.append(int(anonymity.l_diversity(people, ["team"], ["answer"])))
print(version("pycanon"), by_entropy, distinct)
assert distinct == list(range(2, 12))
assert by_entropy[1] == 2  # which others are one too few depends on NumPy
PYTHON
