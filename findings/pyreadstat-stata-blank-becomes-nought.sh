#!/usr/bin/env bash
# pyreadstat: where missing values of Stata are asked for, a blank in a column of whole numbers comes back as 0.
#
# Version:   pyreadstat 1.3.7 with pandas 3.1.1
# Expected:  a blank (.) is no number, whether or not the values .a to .z are asked for with user_missing=True
# Seen:      [1, "a", 0, 3] in a data frame of pandas, where 0 is an answer like any other; with the same file and
#            output_format="dict" it is [1, "a", None, 3], and without user_missing both .a and . are missing
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyreadstat==1.3.7 pandas==3.1.1
venv/bin/python - <<'PYTHON'
import pandas as pd
import pyreadstat

frame = pd.DataFrame({"answer": pd.Series([1, "a", None, 3], dtype="object")})
pyreadstat.write_dta(frame, "answers.dta", missing_user_values={"answer": ["a"]})

found, meta = pyreadstat.read_dta("answers.dta", user_missing=True)
as_dict, _ = pyreadstat.read_dta("answers.dta", user_missing=True, output_format="dict")
without, _ = pyreadstat.read_dta("answers.dta")
print(pyreadstat.__version__, pd.__version__, meta.readstat_variable_types)
print(list(found["answer"]), as_dict["answer"], list(without["answer"]))
assert list(found["answer"]) == [1, "a", 0, 3]
assert list(as_dict["answer"]) == [1, "a", None, 3]
assert list(without["answer"].isna()) == [False, True, True, False]
PYTHON
