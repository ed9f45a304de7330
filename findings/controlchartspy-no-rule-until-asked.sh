#!/usr/bin/env bash
# controlchartspy: a control chart that marks nothing, however far a value lies outside its limits.
#
# Version:   controlchartspy 0.1.3
# Expected:  the rules of a control chart are on, and "trend" and "shift" count runs of the same length, as NHS Making
#            Data Count does
# Seen:      every rule is off until it is asked for: 10 with limits up to 4.6 has no mark at all in the table, and one
#            setting later it is an "improvement". A shift takes seven values, and a trend five
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check controlchartspy==0.1.3
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from controlchartspy import spc, spc_default_settings

VALUES = [1, 2, 1, 2, 10, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1]
DATA = {"day": [f"{day:02}" for day in range(1, 19)], "value": VALUES}
rules = spc_default_settings("outliers")
asked = spc(DATA, "day", "value", outlier_settings={"astronomical": True}).limits[4]
plain = spc(DATA, "day", "value").limits[4]
seen = {
    "on": [rule for rule in ("astronomical", "shift", "trend", "two_in_three") if rules[rule]],
    "lengths": (rules["shift_n"], rules["trend_n"]),
    "limit": round(plain["ul99"], 1),
    "marked": ("astpoint" in plain, asked["astpoint"]),
}
print(version("controlchartspy"), seen)
assert seen == {"on": [], "lengths": (7, 5), "limit": 4.6, "marked": (False, "improvement")}
PYTHON
