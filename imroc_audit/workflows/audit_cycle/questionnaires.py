"""Listing and showing questionnaires."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from imroc_audit import resources
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.forms import FORMS
from imroc_audit.exchange.forms.form import Form, form_of, is_english
from imroc_audit.model.files.definition import parse_questionnaire
from imroc_audit.model.ids import PerspectiveId
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.record import Record, say
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import load_questionnaire, read_text
from imroc_audit.workflows.output import STANDARD_OUTPUT, Target, is_folder, must_end

TEMPLATE_ENDINGS: Final = ("csv", "xlsx")
NO_TEXT: Final = ("xlsx", "docx")
"""Endings of files that cannot go to standard output."""


class Listed(Record):
    """A questionnaire that is found here. One with mistakes cannot be used, and has neither version nor title."""

    id: str
    path: str
    version: str | None
    title: str | None
    mistakes: int


def list_questionnaires(audits: Audits) -> Iterator[Listed]:
    """Every questionnaire that is found here, the workspace's own first."""
    for name, path in resources.questionnaire_files(audits.folder).items():
        questionnaire, problems = parse_questionnaire(read_text(path), path.name)
        yield Listed(
            id=name,
            path=str(path),
            version=questionnaire.version if questionnaire else None,
            title=say(questionnaire.title) if questionnaire else None,
            mistakes=len(problems),
        )


def show_questionnaire(audits: Audits, name: str) -> Questionnaire:
    return load_questionnaire(name, audits.folder)


def outline(questionnaire: Questionnaire, perspective: str | None, *, easy_read: bool) -> Iterator[str]:
    """What is asked, line by line, of one perspective or of all."""
    if perspective is not None and perspective not in questionnaire.perspective_ids:
        raise UsageError(
            f"There is no perspective '{perspective}'. Use one of: {', '.join(questionnaire.perspective_ids)}."
        )
    shown = (PerspectiveId(perspective),) if perspective else questionnaire.perspective_ids
    yield f"{say(questionnaire.title)} ({questionnaire.id} {questionnaire.version}, hash {questionnaire.hash[:12]})"
    yield ""
    yield questionnaire.scale.question.say(easy_read=easy_read)
    for option in questionnaire.scale.options:
        yield f"  {option.value}  {option.say(easy_read=easy_read)}"
    for challenge in questionnaire.challenges:
        yield ""
        yield f"{challenge.id}  {challenge.title.say(easy_read=easy_read)}"
        for statement in challenge.statements:
            for asked in filter(statement.asked_of, shown):
                label = f" [{say(questionnaire.perspective(asked).label)}]" if len(shown) > 1 else ""
                yield f"  {statement.id}{label}  {statement.say(asked, easy_read=easy_read)}"


def questionnaire_schema() -> dict[str, Any]:
    """JSON Schema of a questionnaire file."""
    return Questionnaire.model_json_schema()


def form_for(
    audits: Audits, name: str, perspective: str, *, easy_read: bool = False, language: str | None = None
) -> tuple[Form, tuple[str, ...]]:
    """A questionnaire's form for one perspective, with the workspace's teams where there is one, and what to mind.

    Raises UsageError when there is no such perspective or language.
    """
    settings = audits.here.settings if audits.here else None
    questionnaire = load_questionnaire(name, audits.folder)
    form = form_of(
        questionnaire,
        perspective,
        tuple(team.name for team in settings.teams) if settings else (),
        settings.organisation if settings else "",
        easy_read=easy_read,
        language=language,
    )
    return form, tuple(_to_mind(form, questionnaire, in_workspace=settings is not None))


def _to_mind(form: Form, questionnaire: Questionnaire, *, in_workspace: bool) -> Iterator[str]:
    if not in_workspace:
        yield "There is no workspace here, so the form asks for no team and names no organisation."
    if any(not is_english(one.language) for one in (form, *form.translations)):
        yield "Our own sentences in the form are in English: only the questionnaire's words are translated."
    if form.easy_read:
        yield from _plain_statements(questionnaire, PerspectiveId(form.perspective))


def _plain_statements(questionnaire: Questionnaire, perspective: PerspectiveId) -> Iterator[str]:
    from imroc_audit.report.text.words import Names

    asked = [one for one in questionnaire.statements if one.asked_of(perspective)]
    if plain := sum(perspective not in one.easy_read for one in asked):
        labels = {one.id: say(one.label) for one in questionnaire.perspectives}
        whom = Names(labels=labels, challenges={}, numbers={}).inline(perspective)
        yield (
            f"{plain} of {len(asked)} statements {'has' if plain == 1 else 'have'} no Easy Read wording for {whom}; "
            "the plain wording stands in the form."
        )


def form_target(form: Form, format_name: str, output: Path | None) -> Target:
    """Where to write a form for another tool; without a name, to one of its own in this folder.

    Raises UsageError when there is no such format, the name ends in another one, or a file is needed.
    """
    if format_name not in FORMS:
        raise UsageError(f"There is no format '{format_name}'. Use one of: {', '.join(FORMS)}.")
    target = FORMS[format_name]
    name = f"{form.id}-{target.name}.{target.ending}"
    if output != STANDARD_OUTPUT:
        if output and not is_folder(output):
            must_end(output, target.ending)
        return Target(format_name, output or Path(name))
    if target.ending in NO_TEXT:
        raise UsageError(f"Name the file to write: --output {name}")
    return Target(format_name, None)


def write_template(audits: Audits, name: str, output: Path) -> Path:
    """Write the empty table for a questionnaire's answers, as the kind of file that the name ends in.

    Raises AuditError where such a file is there already, because answers may have been typed into it.
    """
    from imroc_audit.exchange.forms.table import template
    from imroc_audit.exchange.tables import TABLE_FORMATS
    from imroc_audit.workflows.output import write_whole

    ending = output.suffix.removeprefix(".").lower()
    if ending not in TEMPLATE_ENDINGS:
        raise UsageError(f"{output}: a template is a CSV file or a workbook. Let its name end in .csv or .xlsx.")
    if output.exists():
        raise AuditError(f"{output} is there already. Choose another name, or delete it.")
    teams = tuple(team.name for team in audits.here.settings.teams) if audits.here else ()
    write_whole(output, TABLE_FORMATS[ending](template(load_questionnaire(name, audits.folder), teams)))
    return output
