#!/usr/bin/env bash
# clinical-qikit: the limits of an individuals chart are not those of qicharts2, whose function it carries over.
#
# Version:   clinical-qikit 0.5.0
# Expected:  qic(y, chart="i") keeps every moving range, as the function of that name in the R package qicharts2 0.8.1 does
#            unless one sets an option: limits -3.06 and 6.95 for the series below, which NHSRplotthedots publishes
# Seen:      large moving ranges are left out, and the limits are -0.72 and 4.60, little more than half as wide
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check clinical-qikit==0.5.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version
from itertools import pairwise

from qikit.spc import qic

VALUES = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
table = qic(y=VALUES, chart="i").data
seen = [round(float(table[side].iloc[0]), 2) for side in ("lcl", "ucl")]
mean = sum(VALUES) / len(VALUES)
ranges = [abs(later - earlier) for earlier, later in pairwise(VALUES)]
reach = 3 * sum(ranges) / len(ranges) / 1.128
everything = [round(mean - reach, 2), round(mean + reach, 2)]
print(version("clinical-qikit"), seen, everything)
assert seen == [-0.72, 4.6]
assert everything == [-3.06, 6.95]
PYTHON
