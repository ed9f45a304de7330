"""What the documentation shows works as it is shown."""

import re

from imroc_audit.model.files.definition import parse_questionnaire
from tests.places import DOCS


def test_the_example_questionnaire_has_no_mistakes() -> None:
    text = (DOCS / "questionnaires.md").read_text(encoding="utf-8")
    example = re.search(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    questionnaire, problems = parse_questionnaire(example[1], "questionnaires.md")
    assert questionnaire is not None, problems
