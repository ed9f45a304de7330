"""A questionnaire file becomes a questionnaire, or a list of every mistake in it with its line."""

from imroc_audit.model.files.checked_yaml import checked
from imroc_audit.model.files.checks import CHECKS
from imroc_audit.model.files.yaml_text import Problem, read_yaml
from imroc_audit.model.questionnaire import Questionnaire


def parse_questionnaire(text: str, source: str) -> tuple[Questionnaire | None, tuple[Problem, ...]]:
    """Read a definition. Returns it, or None and every problem found, in the order of the file.

    text: the file's contents; source: the file's name, for messages.
    """
    return checked(Questionnaire, read_yaml(text, source), CHECKS)
