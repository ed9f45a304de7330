#!/usr/bin/env bash
# fhir.resources: the classes at the top level are those of FHIR R5, and no code is checked against its list.
#
# Version:   fhir.resources 8.3.0
# Expected:  what most servers speak is R4; a status must be one of draft, active, retired, unknown
# Seen:      fhir.resources.questionnaire.Questionnaire takes an item that only R5 knows, where the class of R4B
#            refuses it; both take a Questionnaire whose status is "no such status"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check fhir.resources==8.3.0
venv/bin/python - <<'PYTHON'
from importlib.metadata import version

from fhir.resources.questionnaire import Questionnaire
from fhir.resources.R4B.questionnaire import Questionnaire as QuestionnaireR4B
from pydantic import ValidationError

ITEM_OF_R5 = {"linkId": "a", "type": "coding", "answerConstraint": "optionsOnly"}


def takes(model, **fields) -> bool:
    try:
        model.model_validate({"resourceType": "Questionnaire", "status": "active", **fields})
    except ValidationError:
        return False
    return True


seen = {
    "top level takes an item of R5": takes(Questionnaire, item=[ITEM_OF_R5]),
    "R4B takes an item of R5": takes(QuestionnaireR4B, item=[ITEM_OF_R5]),
    "top level takes any status": takes(Questionnaire, status="no such status"),
    "R4B takes any status": takes(QuestionnaireR4B, status="no such status"),
}
print(version("fhir.resources"), seen)
assert list(seen.values()) == [True, False, True, True]
PYTHON
