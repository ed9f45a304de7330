#!/usr/bin/env bash
# python-docx: the language of a document is not what core_properties.language says.
#
# Version:   python-docx 1.2.0
# Expected:  a document whose language property is Welsh is read aloud and spell-checked as Welsh
# Seen:      the styles still say en-US, which is what Word and screen readers go by; the file also says that it was
#            made on 23 December 2013 by "python-docx"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check python-docx==1.2.0
venv/bin/python - <<'PYTHON'
import re
import zipfile
from importlib.metadata import version

import docx

document = docx.Document()
document.core_properties.language = "cy"
document.add_paragraph("Bore da")
document.save("a.docx")
styles = zipfile.ZipFile("a.docx").read("word/styles.xml").decode()
about = docx.Document("a.docx").core_properties
seen = {
    "language of the styles": re.findall(r'<w:lang w:val="([^"]+)"', styles),
    "author": about.author,
    "created": about.created.date().isoformat(),
}
print(version("python-docx"), seen)
assert seen == {"language of the styles": ["en-US"], "author": "python-docx", "created": "2013-12-23"}
PYTHON
