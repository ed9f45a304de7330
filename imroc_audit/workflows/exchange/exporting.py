"""Results, answers and plans as files for other programs."""

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from imroc_audit.errors import AuditError, UsageError
from imroc_audit.exchange.results.bundle import write_bundle
from imroc_audit.exchange.results.data_file import VariableLabels, raw_labels, results_labels, write_sav
from imroc_audit.exchange.results.raw_rows import raw_table
from imroc_audit.exchange.results.results_book import Colours, results_book
from imroc_audit.exchange.results.results_tables import answers_table, results_table
from imroc_audit.exchange.results.review_calendar import review_calendar
from imroc_audit.exchange.results.tracker import Titles, tracker
from imroc_audit.exchange.tables import TABLE_FORMATS, DataTable, Notes
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle
from imroc_audit.report.charts.palette import MARKS, ramp
from imroc_audit.report.text.hidden import called_in, hidden_words, results_file
from imroc_audit.report.text.words import SMALL_NOTE
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.output import STANDARD_OUTPUT, Target, is_folder, must_end
from imroc_audit.workflows.publishing import ClosedCycle

FORMATS: Final[Mapping[str, tuple[str, ...]]] = {
    "responses": ("csv", "xlsx", "parquet", "sav"),
    "results": ("csv", "xlsx", "json", "sav"),
    "plan": ("csv", "xlsx", "ics"),
    "tally": ("json",),
}
"""What can be exported, and how; the first format is the one without --format."""
TEXT_FORMATS: Final = ("csv", "json", "ics")
"""Those that can go to standard output."""
CARE: Final[Mapping[str, str]] = {
    "Small base": SMALL_NOTE,
    "Rounded": "The score is told less exactly, so that it gives nobody away who left a statement out.",
    "All scored the same": "The number tells what each of them said: handle with care.",
    "Worded the other way round": "Low answers are good here. The mean has been turned round.",
}
"""What the words under "Read with care" mean, and others that a workbook has."""
RAW_MARK: Final = "-raw-not-for-sharing"


def target(what: str, wanted: str | None, output: Path | None, *, raw: bool = False) -> Target:
    """The format asked for, or else the one that the file's name ends in. The name of a raw file is marked.

    Raises UsageError when there is no such format, the name ends in another one, or a file is needed.
    """
    known = FORMATS[what]
    output = None if output == STANDARD_OUTPUT else output
    ending = output.suffix.lower().lstrip(".") if output else ""
    format_ = (wanted or "").strip().lower() or (ending if ending in known else known[0])
    if format_ not in known:
        raise UsageError(f"There is no format '{wanted}' for {what}. Use one of: {', '.join(known)}.")
    if output is None:
        if raw or format_ not in TEXT_FORMATS:
            raise UsageError(f"Name the file to write: --output {what}.{format_}")
        return Target(format_, None)
    if is_folder(output):
        raise UsageError(
            f"--output {output}: this is a folder. Give the name of a file, such as {output / what}.{format_}"
        )
    if wanted or len(known) == 1:
        must_end(output, format_)
    elif ending != format_:
        ends = " or ".join((", ".join(f".{one}" for one in known[:-1]), f".{known[-1]}"))
        raise UsageError(
            f"--output {output}: the name does not end in {ends}. Change the name, or give --format one of: "
            f"{', '.join(known)}."
        )
    if raw and not output.stem.endswith(RAW_MARK):
        output = output.with_name(f"{output.stem}{RAW_MARK}{output.suffix}")
    return Target(format_, output)


def responses(audits: Audits, name: str | None, format_: str) -> bytes:
    """How many people gave each answer in a closed audit cycle, as far as results show it."""
    closed = audits.closed(name)
    table = answers_table(closed.results, closed.questionnaire, _notes(audits.workspace, closed))
    return _written(table, format_, results_labels(closed.questionnaire))


def raw_responses(audits: Audits, name: str | None, format_: str, ask: Callable[[], None]) -> bytes:
    """Everyone's answers in a closed audit cycle, a row for each person.

    ask: is called before anybody's answers are read, and raises what ends the command.
    """
    audit_cycle = audits.closed_cycle(name)
    ask()
    questionnaire = audits.questionnaire(audit_cycle)
    notes = dict(_about(audits.workspace, audit_cycle, questionnaire))
    table = raw_table(questionnaire, audits.repository.group_batches(audit_cycle.name), notes)
    return _written(table, format_, raw_labels(questionnaire))


def results(audits: Audits, name: str | None, format_: str) -> bytes:
    """Everything that is published of a closed audit cycle."""
    closed = audits.closed(name)
    if format_ == "json":
        data = results_file(closed.results, closed.questionnaire).model_dump(mode="json")
        return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()
    notes = _notes(audits.workspace, closed)
    if format_ in ("csv", "sav"):
        table = results_table(closed.results, closed.questionnaire, notes)
        return _written(table, format_, results_labels(closed.questionnaire))
    about = dict(_about(audits.workspace, closed.audit_cycle, closed.questionnaire))
    source = ". ".join(about[each] for each in ("Organisation", "Audit cycle", "Label") if each in about)
    return results_book(closed.results, closed.questionnaire, {**notes, **CARE}, _colours(closed.questionnaire), source)


def _written(table: DataTable, format_: str, labels: VariableLabels) -> bytes:
    """labels: what an SPSS file says of the columns."""
    return write_sav(table, labels) if format_ == "sav" else TABLE_FORMATS[format_](table)


def plan(audits: Audits, format_: str) -> bytes:
    """Every action as the team's tracker, or the dates on which they are reviewed as a calendar."""
    actions = tuple(audits.book.actions.values())
    if not actions:
        raise AuditError("Nothing is planned yet, so there is nothing to export. Plan an action: imroc-audit plan add")
    if format_ != "ics":
        return TABLE_FORMATS[format_](tracker(actions, _titles(audits), audits.day))
    if all(action.status != "open" for action in actions):
        raise AuditError("No action is open, so there is no review to come. Plan an action: imroc-audit plan add")
    versions = {change.id: change.version for change in audits.history if change.kind == "action"}
    return review_calendar(actions, versions, audits.workspace.hmac("calendar")[:12], audits.day)


def tally(audits: Audits, name: str | None) -> bytes:
    """A closed audit cycle as a bundle: what may be shown of it, and no answers."""
    return write_bundle(audits.bundle(name)).encode()


def _notes(workspace: Workspace, closed: ClosedCycle) -> Notes:
    """What was asked, under which rules it is shown, and what is hidden."""
    called = called_in(closed.questionnaire)
    hidden = {
        f"Hidden: {words.what}": words.why
        for words in hidden_words(closed.results.hidden, closed.results.threshold, called)
    }
    return {
        **dict(_about(workspace, closed.audit_cycle, closed.questionnaire)),
        "Smallest group shown": f"{closed.results.threshold} people",
        "Hidden": "A number is hidden when too few people stand behind it, or when it would give another hidden "
        "number away. Hidden does not mean nobody.",
        **hidden,
    }


def _about(workspace: Workspace, audit_cycle: AuditCycle, questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    yield "Organisation", workspace.settings.organisation
    yield "Audit cycle", f"{audit_cycle.name}, {audit_cycle.opened} to {audit_cycle.closed}"
    yield "Questionnaire", f"{questionnaire.id}, version {questionnaire.version}"
    yield "Definition (SHA-256)", questionnaire.hash
    if workspace.settings.label:
        yield "Label", "These answers are made up."


def _colours(questionnaire: Questionnaire) -> Colours:
    options = [tint.fill for tint in ramp(len(questionnaire.scale.options))]
    perspectives = [mark.light for mark, _ in zip(MARKS, questionnaire.perspectives, strict=False)]
    return Colours([one.lstrip("#") for one in options], [one.lstrip("#") for one in perspectives])


def _titles(audits: Audits) -> Titles:
    """What every challenge was called in every audit cycle."""
    return {
        (audit_cycle.name, challenge.id): challenge.title.say()
        for audit_cycle in audits.cycles
        for challenge in audits.questionnaire(audit_cycle).challenges
    }
