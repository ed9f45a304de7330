"""What docs/paper.md tells people to type is what the program takes."""

import re

from imroc_audit.cli.collecting.paper_entry import KEYS_HELP
from imroc_audit.interview.paper import TypedForm
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.resources import questionnaire_files
from tests.ids import STAFF
from tests.places import DOCS

GUIDE = (DOCS / "paper.md").read_text(encoding="utf-8")


def test_the_example_line_is_a_whole_form_of_the_bundled_questionnaire() -> None:
    path = questionnaire_files()["ten-challenges"]
    questionnaire, _ = parse_questionnaire(path.read_text(encoding="utf-8"), path.name)
    assert questionnaire is not None
    example = re.search(r"```\n([0-9dn. ]+) / ([0-9 ]+)\n```", GUIDE)
    assert example is not None
    form = TypedForm(questionnaire, STAFF)
    form.type_answers(example[1].replace(" ", ""))
    form.rank(example[2])
    assert form.step == "check"


def test_every_key_that_the_program_names_is_in_the_guide() -> None:
    for key in re.findall(r"(?:^|[.] )(\w|[?])(?: or Backspace)?: ", KEYS_HELP, re.MULTILINE):
        assert f"| `{key}`" in GUIDE, key
