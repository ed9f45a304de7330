"""A questionnaire file becomes a questionnaire, or a list of every mistake in it with its line."""

from pydantic import ValidationError

from imroc_audit.model.checks import CHECKS
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.yaml_text import Problem, read_yaml, validation_problems


def parse_questionnaire(text: str, source: str) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Read a definition. Returns it, or None and every problem found, in the order of the file.

    text: the file's contents; source: the file's name, for messages.
    """
    yaml = read_yaml(text, source)
    problems = list(yaml.problems)
    if isinstance(yaml.data, dict):
        problems += [problem for check in CHECKS for problem in check(yaml)]
    questionnaire = None
    if yaml.data is not None:
        try:
            questionnaire = Questionnaire.model_validate(yaml.data)
        except ValidationError as error:
            problems += validation_problems(error, yaml)
    if problems:
        return None, tuple(sorted(set(problems), key=lambda problem: (problem.line, problem.what)))
    return questionnaire, ()
