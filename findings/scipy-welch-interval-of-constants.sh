#!/usr/bin/env bash
# scipy: the interval of a Welch test between two groups of one mind has no width.
#
# Version:   scipy 1.17.1
# Expected:  without any variance there is nothing to work an interval out from: NaN, as the p-value of equal groups is
# Seen:      four times 4 against three times 3 gives p = 0 and the interval (1, 1), as sure as can be from seven
#            people; equal groups give p = NaN and the interval (0, 0). There is no error; a warning speaks of lost
#            precision
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check scipy==1.17.1
venv/bin/python - <<'PYTHON'
import warnings

import scipy
from scipy.stats import ttest_ind

warnings.simplefilter("ignore")


def welch(x: list[int], y: list[int]) -> list[str]:
    test = ttest_ind(x, y, equal_var=False)
    interval = test.confidence_interval()
    return [f"{value:.3g}" for value in (test.pvalue, interval.low, interval.high)]


seen = {"4 against 3": welch([4, 4, 4, 4], [3, 3, 3]), "4 against 4": welch([4, 4, 4, 4], [4, 4, 4])}
print(scipy.__version__, seen)
assert seen == {"4 against 3": ["0", "1", "1"], "4 against 4": ["nan", "0", "0"]}
PYTHON
