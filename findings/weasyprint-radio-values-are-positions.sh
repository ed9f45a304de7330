#!/usr/bin/env bash
# WeasyPrint: what is ticked in a radio group of a PDF form is kept as its position, and not as its value.
#
# Version:   WeasyPrint 70.0, read with pikepdf 10.18.0 (needs Pango)
# Expected:  as in HTML, the chosen option is known by its value: here 4 for the first of the five
# Seen:      the states of the buttons are /0, /1, /2, ... in the order of the page. The values stand in /Opt alone, so
#            a scale that is printed from 4 down to 0 is turned round by whoever reads the state of the ticked button
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0
venv/bin/python - <<'PYTHON'
import io

import pikepdf
import weasyprint

CODES = ["4", "3", "2", "1", "0"]
buttons = "".join(f'<label><input type="radio" name="q1" value="{code}">{code}</label>' for code in CODES)
html = f'<html lang="en"><title>A form</title><style>input {{ appearance: auto }}</style><form>{buttons}</form></html>'
pdf = pikepdf.open(io.BytesIO(weasyprint.HTML(string=html).write_pdf(pdf_forms=True)))
group = next(field for field in pdf.Root.AcroForm.Fields if "/Kids" in field)
states = [[name for name in button.AP.N.keys() if name != "/Off"] for button in group.Kids]
seen = {"states": states, "values": [str(value) for value in group.Opt]}
print(weasyprint.__version__, seen)
assert seen == {"states": [["/0"], ["/1"], ["/2"], ["/3"], ["/4"]], "values": CODES}
PYTHON
