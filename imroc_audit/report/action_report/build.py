"""From an audit summary to the finished report document."""

from typing import Protocol

from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.summary import AuditSummary
from imroc_audit.report.action_report import (
    agreement,
    challenges,
    change,
    method,
    participation,
    priorities,
    teams_and_lenses,
    worksheets,
    you_said_we_did,
)
from imroc_audit.report.action_report import (
    summary as summary_page,
)
from imroc_audit.report.action_report.audit import Audit, text_of
from imroc_audit.report.document import ContentsEntry, Cover, ReportDocument
from imroc_audit.report.text import numbers, words


def build_document(summary: AuditSummary, questionnaire: Questionnaire) -> ReportDocument:
    """The whole report; a short one (who took part, what to do next, method) where no score can be shown."""
    audit = Audit(summary=summary, questionnaire=questionnaire)
    seen = bool(audit.heard)
    document = ReportDocument(
        language="en-GB",
        title=f"Recovery audit of {words.one_line(summary.organisation)}, {words.one_line(audit.results.audit_cycle)}",
        banner=words.SYNTHETIC if summary.label == "synthetic" else "",
        footer=f"{words.one_line(summary.organisation)} · {words.one_line(audit.results.audit_cycle)}",
        cover=_cover(audit),
        contents=(),
        summary=summary_page.summary(audit),
        participation=participation.section(audit),
        at_a_glance=summary_page.at_a_glance(audit) if seen else None,
        challenges=tuple(challenges.section(audit, c) for c in questionnaire.challenges) if seen else (),
        change=change.section(audit),
        priorities=priorities.section(audit),
        agreement=agreement.section(audit),
        worksheets=worksheets.worksheets(audit) if seen or audit.tried else None,
        you_said_we_did=you_said_we_did.section(audit),
        next_steps=you_said_we_did.next_steps(audit),
        teams=teams_and_lenses.teams(audit) if seen else None,
        lenses=teams_and_lenses.lenses(audit) if seen else None,
        method=method.method(audit),
    )
    return document.model_copy(update={"contents": _contents(document)})


def _cover(audit: Audit) -> Cover:
    summary = audit.summary
    return Cover(
        organisation=words.one_line(summary.organisation),
        title="How well do we support recovery?",
        audit_cycle=text_of(audit.questionnaire.title),
        facts=(
            f"Audit cycle {words.one_line(audit.results.audit_cycle)}",
            f"Open from {numbers.day(summary.opened)} to {numbers.day(summary.closed)}",
            f"Report made on {numbers.day(summary.today)}",
        ),
    )


def _contents(document: ReportDocument) -> tuple[ContentsEntry, ...]:
    """The table of contents, in the order of the pages."""
    sheets = document.worksheets
    below = _entries(*sheets.tried, *sheets.worksheets) if sheets else ()
    return (
        ContentsEntry(anchor="summary", title="Summary"),
        *_entries(document.participation, document.at_a_glance),
        *_entries(*document.challenges, document.change, document.priorities, document.agreement),
        *(entry.model_copy(update={"entries": below}) for entry in _entries(sheets)),
        *_entries(document.you_said_we_did, document.next_steps, document.teams, document.lenses, document.method),
    )


class _Titled(Protocol):
    """A part of the report that has a heading."""

    @property
    def anchor(self) -> str: ...
    @property
    def title(self) -> str: ...


def _entries(*parts: _Titled | None) -> tuple[ContentsEntry, ...]:
    return tuple(ContentsEntry(anchor=part.anchor, title=part.title) for part in parts if part is not None)
