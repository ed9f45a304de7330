#!/usr/bin/env bash
# abspc: a series that never changes is special cause at every value.
#
# Version:   abspc 1.1.0
# Expected:  twelve times 0.1 does not vary: nothing lies outside its limits, and nothing on one side of its mean
# Seen:      the mean of the floats is 0.10000000000000002, the limits have no width, so all twelve values lie below both,
#            outside the limits and in a shift. Of 0.5 and 4, which are exact in binary, none is marked
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


def marked(value: float) -> int:
    table = calculate_control_limits(pd.DataFrame({"value": [value] * 12}), "XmR")
    return int(detect_special_causes(table)["special_cause"].sum())


seen = {value: marked(value) for value in (0.1, 0.5, 4.0)}
print(version("abspc"), seen)
assert seen == {0.1: 12, 0.5: 0, 4.0: 0}
PYTHON
