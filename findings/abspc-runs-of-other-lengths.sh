#!/usr/bin/env bash
# abspc: "aligned with NHSRplotthedots", with runs of other lengths than that package has.
#
# Version:   abspc 1.1.0
# Expected:  the package that its documentation names takes seven values for a shift and seven for a trend, as the guide of
#            NHS Making Data Count does
# Seen:      seven values on one side of the mean are common cause, eight are a shift; and six that rise are a trend.
#            So one and the same series has another icon in two tools that a reader takes for the same
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check abspc==1.1.0
venv/bin/python - <<'PYTHON'
import warnings
from importlib.metadata import version

import pandas as pd
from abspc.spc import calculate_control_limits, detect_special_causes

warnings.simplefilter("ignore")
BEFORE = [5.0, 5.6, 4.4, 5.2, 4.8] * 4


def marked(values: list[float], rule: str) -> int:
    table = calculate_control_limits(pd.DataFrame({"value": [*BEFORE, *values, 4.0, 5.5]}), "XmR")
    return int(detect_special_causes(table)[rule].sum())


seen = {
    "seven on one side": marked([5.5, 5.6] * 3 + [5.5], "rule2"),
    "eight on one side": marked([5.5, 5.6] * 4, "rule2"),
    "six that rise": marked([4.5, 4.7, 4.9, 5.1, 5.3, 5.5], "rule3"),
}
print(version("abspc"), seen)
assert seen == {"seven on one side": 0, "eight on one side": 8, "six that rise": 6}
PYTHON
