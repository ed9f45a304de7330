#!/usr/bin/env bash
# pyxform: no warning when no choice has a label in the second language of a form.
#
# Version:   pyxform 4.5.0
# Expected:  pyxform warns of labels that are missing in one of the languages of a form
# Seen:      with a question in English and Welsh and choices in English alone there is no warning. Who fills the form
#            in in Welsh sees a dash for each choice
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyxform==4.5.0
venv/bin/python - <<'PYTHON'
import re
from importlib.metadata import version

from pyxform.xls2xform import convert

form = {
    "survey": [
        {"type": "select_one yn", "name": "q", "label::English (en)": "Is it so?", "label::Cymraeg (cy)": "Ydy hi?"}
    ],
    "choices": [
        {"list_name": "yn", "name": "y", "label::English (en)": "Yes"},
        {"list_name": "yn", "name": "n", "label::English (en)": "No"},
    ],
    "settings": [{"form_title": "A form", "form_id": "form"}],
}
done = convert(form, validate=False)
welsh = re.search(r'<translation lang="Cymraeg \(cy\)">.*?</translation>', done.xform, re.DOTALL)[0]
seen = {"warnings": done.warnings, "choices in Welsh": re.findall(r'id="yn-\d"><value>(.*?)</value>', welsh)}
print(version("pyxform"), seen)
assert seen == {"warnings": [], "choices in Welsh": ["-", "-"]}
PYTHON
