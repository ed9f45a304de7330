#!/usr/bin/env bash
# WeasyPrint: each button of a radio group in a PDF form carries the name of the group once more.
#
# Version:   WeasyPrint 70.0, read with pikepdf 10.18.0 and pypdf 7.1.1 (needs Pango)
# Expected:  ISO 32000-1, 12.7.3.1 and 12.7.4.2.4: the buttons are widgets of one field; only the field has a name
#            (/T), and /Fields of the form lists the field
# Seen:      every button has /T as well and stands in /Fields beside its parent, so that readers find a second field
#            "q1.q1" within "q1"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check weasyprint==70.0 pikepdf==10.18.0 pypdf==7.1.1
venv/bin/python - <<'PYTHON'
import io

import pikepdf
import pypdf
import weasyprint

HTML = """<html lang="en"><title>A form</title><style>input { appearance: auto }</style><form>
<label><input type="radio" name="q1" value="yes">Yes</label>
<label><input type="radio" name="q1" value="no">No</label></form></html>"""
data = weasyprint.HTML(string=HTML).write_pdf(pdf_forms=True)
pdf = pikepdf.open(io.BytesIO(data))
form = pdf.Root.AcroForm
group = next(field for field in form.Fields if "/Kids" in field)
seen = {
    "names of the buttons": [str(button.T) for button in group.Kids],
    "fields of the form": len(form.Fields),
    "fields that pypdf finds": sorted(pypdf.PdfReader(io.BytesIO(data)).get_fields()),
}
print(weasyprint.__version__, seen)
assert seen == {
    "names of the buttons": ["q1", "q1"],
    "fields of the form": 3,
    "fields that pypdf finds": ["q1", "q1.q1"],
}
PYTHON
