#!/usr/bin/env bash
# openpyxl: a workbook that Excel saved as "Strict Open XML Spreadsheet" seems to have no sheets.
#
# Version:   openpyxl 3.1.5
# Expected:  ISO/IEC 29500 has two forms, transitional and strict, with other namespaces; a reader of one refuses the
#            other
# Seen:      load_workbook raises nothing, and the workbook it returns has no sheet. A warning speaks of "an invalid
#            specification for 0"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
venv/bin/python - <<'PYTHON'
import io
import warnings
import zipfile

import openpyxl

TRANSITIONAL, STRICT = "http://schemas.openxmlformats.org", "http://purl.oclc.org/ooxml"
NAMESPACES = {  # of ISO/IEC 29500-4 (transitional), and those of part 1 (strict) in their place
    f"{TRANSITIONAL}/spreadsheetml/2006/main": f"{STRICT}/spreadsheetml/main",
    f"{TRANSITIONAL}/officeDocument/2006/relationships": f"{STRICT}/officeDocument/relationships",
    f"{TRANSITIONAL}/officeDocument/2006/extended-properties": f"{STRICT}/officeDocument/extendedProperties",
    f"{TRANSITIONAL}/drawingml/2006/main": f"{STRICT}/drawingml/main",
}
book = openpyxl.Workbook()
book.active.append(["perspective", "c01.1"])
transitional, strict = io.BytesIO(), io.BytesIO()
book.save(transitional)
with zipfile.ZipFile(transitional) as parts, zipfile.ZipFile(strict, "w") as written:
    for name in parts.namelist():
        text = parts.read(name).decode().replace("<workbook ", '<workbook conformance="strict" ')
        for own, other in NAMESPACES.items():
            text = text.replace(own, other)
        written.writestr(name, text)


def sheets(file: io.BytesIO) -> list[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file).sheetnames


seen = {"transitional": sheets(transitional), "strict": sheets(strict)}
print(openpyxl.__version__, seen)
assert seen == {"transitional": ["Sheet"], "strict": []}
PYTHON
