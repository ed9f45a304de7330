#!/usr/bin/env bash
# fhirpathpy: without a model, the total of someone's answers is 0 and not unknown.
#
# Version:   fhirpathpy 2.2.4
# Expected:  value finds valueInteger; or else nothing is found, and the total of what is not found is empty, as it is
#            with the fhirpath of npm
# Seen:      answers of 3 and 2 have the total 0, which looks like the lowest score, while their average is empty. That
#            value is a choice of types is known only to the model, which is optional
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fhirpathpy==2.2.4
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

import fhirpathpy
from fhirpathpy.models import models

answers = {
    "resourceType": "QuestionnaireResponse",
    "status": "completed",
    "item": [{"linkId": "1", "answer": [{"valueInteger": 3}]}, {"linkId": "2", "answer": [{"valueInteger": 2}]}],
}
path = "item.answer.value"
seen = [fhirpathpy.evaluate(answers, f"{path}.{function}()") for function in ("count", "sum", "avg")]
with_model = fhirpathpy.evaluate(answers, f"{path}.aggregate($this + $total, 0)", {}, models["r4"])
print(version("fhirpathpy"), seen, with_model)
assert seen == [[0], [0], []]
assert with_model == [5]
PYTHON
