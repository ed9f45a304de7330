#!/usr/bin/env bash
# openpyxl: what ECMA-376 writes as "_x000D_" in a cell is left as it stands, and a text that looks so is not protected.
#
# Version:   openpyxl 3.1.5, beside python-calamine 0.9.1
# Expected:  ECMA-376, ST_Xstring: "_x000D_" is a carriage return, "_x0041_" is A, and "_x005F_x0041_" is the text _x0041_.
#            Excel writes and reads cells so. openpyxl.utils.escape has the functions for both ways
# Seen:      load_workbook gives "one_x000D_" with the escape in it; a text "_x0041_" is saved as it is, so that another
#            reader, and Excel, shows A
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
venv/bin/python - <<'PYTHON'
from openpyxl import Workbook, __version__, load_workbook
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

book = Workbook()
book.active.append(["one_x000D_", "the code is _x0041_"])
book.save("answers.xlsx")

(row,) = load_workbook("answers.xlsx").active.values
(other,) = CalamineWorkbook.from_path("answers.xlsx").get_sheet_by_index(0).to_python()
print(__version__, row, other)
assert row == ("one_x000D_", "the code is _x0041_")
assert other == ["one\r", "the code is A"]
assert unescape(row[0]) == "one\r"
PYTHON
