#!/usr/bin/env bash
# pingouin: the interval of Cronbach's alpha counts the people whom listwise deletion left out.
#
# Version:   pingouin 0.7.0
# Expected:  with nan_policy="listwise", people with a missing answer have no part in alpha or in its interval
# Seen:      sixty people who answered one statement of four leave alpha as it was and make its interval narrower
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pingouin==0.7.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import numpy as np
import pandas as pd
import pingouin

chance = np.random.default_rng(1)
level = chance.integers(0, 5, (40, 1))
whole = pd.DataFrame(np.clip(level + chance.integers(-1, 2, (40, 4)), 0, 4).astype(float))
partial = pd.DataFrame(np.full((60, 4), np.nan))
partial[0] = 2.0
alpha, interval = pingouin.cronbach_alpha(whole)
same_alpha, narrower = pingouin.cronbach_alpha(pd.concat([whole, partial], ignore_index=True), nan_policy="listwise")
seen = [round(alpha, 4), interval.tolist(), round(same_alpha, 4), narrower.tolist()]
print(version("pingouin"), seen)
assert seen[0] == seen[2]
assert interval[0] < narrower[0] < narrower[1] < interval[1]
PYTHON
