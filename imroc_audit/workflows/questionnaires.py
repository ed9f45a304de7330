"""Listing and showing questionnaires."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from imroc_audit import resources
from imroc_audit.errors import UsageError
from imroc_audit.model.definition import parse_questionnaire
from imroc_audit.model.questionnaire import Questionnaire, say
from imroc_audit.workflows.opening import load_questionnaire, read_text, workspace_folder


class Listed(NamedTuple):
    id: str
    summary: str


def list_questionnaires(workspace: Path | None) -> Iterator[Listed]:
    """Every questionnaire that can be used here; one with mistakes says so."""
    for name, path in resources.questionnaire_files(workspace_folder(workspace)).items():
        questionnaire, problems = parse_questionnaire(read_text(path), path.name)
        if questionnaire is None:
            yield Listed(name, f"cannot be used: {len(problems)} mistakes. See: imroc-audit questionnaire check {path}")
        else:
            yield Listed(name, f"{questionnaire.version}  {say(questionnaire.title)}")


def show_questionnaire(workspace: Path | None, name: str) -> Questionnaire:
    return load_questionnaire(name, workspace_folder(workspace))


def outline(questionnaire: Questionnaire, perspective: str | None, *, easy_read: bool) -> Iterator[str]:
    """What is asked, line by line, of one perspective or of all."""
    if perspective is not None and perspective not in questionnaire.perspective_ids:
        raise UsageError(
            f"There is no perspective '{perspective}'. Use one of: {', '.join(questionnaire.perspective_ids)}."
        )
    shown = (perspective,) if perspective else questionnaire.perspective_ids
    yield f"{say(questionnaire.title)} ({questionnaire.id} {questionnaire.version}, hash {questionnaire.hash[:12]})"
    yield ""
    yield questionnaire.scale.question.say(easy_read=easy_read)
    for option in questionnaire.scale.options:
        yield f"  {option.value}  {option.say(easy_read=easy_read)}"
    for challenge in questionnaire.challenges:
        yield ""
        yield f"{challenge.id}  {challenge.title.say(easy_read=easy_read)}"
        for statement in challenge.statements:
            for one in (one for one in shown if statement.asked_of(one)):
                label = f" [{say(questionnaire.perspective(one).label)}]" if len(shown) > 1 else ""
                yield f"  {statement.id}{label}  {statement.say(one, easy_read=easy_read)}"


def questionnaire_schema() -> dict[str, Any]:
    """JSON Schema of a questionnaire file."""
    return Questionnaire.model_json_schema()
