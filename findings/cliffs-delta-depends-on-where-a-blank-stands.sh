#!/usr/bin/env bash
# cliffs-delta: with one blank among the scores, delta depends on who comes first.
#
# Version:   cliffs-delta 1.0.0
# Expected:  NaN is refused or left out, or makes delta NaN, as with SciPy's tests; and a group has no order
# Seen:      the same four scores and one blank give -0.55, -0.45 and -0.25 in three orders, which are called large,
#            medium and small. Without the blank it is -0.4375. The scores are sorted first, which NaN leaves undone
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check cliffs-delta==1.0.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from math import nan

from cliffs_delta import cliffs_delta

others = [2, 3, 4, 5]
seen = [cliffs_delta(scores, others) for scores in ([nan, 1, 2, 3, 4], [1, 2, nan, 3, 4], [4, 3, 2, 1, nan])]
without = cliffs_delta([1, 2, 3, 4], others)
print(version("cliffs-delta"), seen, without)
assert [(round(delta, 4), size) for delta, size in seen] == [(-0.55, "large"), (-0.45, "medium"), (-0.25, "small")]
assert without == (-0.4375, "medium")
PYTHON
