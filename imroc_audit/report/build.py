"""From an audit summary to the finished report document."""

from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.results import AuditSummary
from imroc_audit.report import challenges, method, numbers, overview, people, priorities, views, words
from imroc_audit.report.audit import Audit, text_of
from imroc_audit.report.document import Cover, Entry, ReportDocument

SYNTHETIC = "Synthetic data: made up to show the tool, not the answers of real people"


def build_document(summary: AuditSummary, questionnaire: Questionnaire) -> ReportDocument:
    """The whole report; a short one (who took part, what to do next, method) where no score can be shown."""
    audit = Audit(summary=summary, questionnaire=questionnaire)
    seen = bool(audit.heard)
    document = ReportDocument(
        language="en-GB",
        title=f"Recovery audit of {words.one_line(summary.organisation)}, {words.one_line(audit.results.audit_cycle)}",
        banner=SYNTHETIC if summary.label == "synthetic" else "",
        footer=f"{words.one_line(summary.organisation)} · {words.one_line(audit.results.audit_cycle)}",
        cover=_cover(audit),
        contents=(),
        summary=overview.summary(audit),
        people=people.section(audit),
        glance=overview.glance(audit) if seen else None,
        challenges=tuple(challenges.section(audit, c) for c in questionnaire.challenges) if seen else (),
        priorities=priorities.section(audit),
        worksheets=priorities.worksheets(audit) if seen else None,
        teams=views.teams(audit) if seen else None,
        lenses=views.lenses(audit) if seen else None,
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


def _contents(document: ReportDocument) -> tuple[Entry, ...]:
    """The table of contents, in the order of the pages."""
    entries = [Entry(anchor="summary", title="Summary")]
    entries += [Entry(anchor=s.anchor, title=s.title) for s in (document.people, document.glance) if s is not None]
    entries += [Entry(anchor=c.anchor, title=c.title) for c in document.challenges]
    if document.priorities is not None:
        entries.append(Entry(anchor=document.priorities.anchor, title=document.priorities.title))
    if (sheets := document.worksheets) is not None:
        below = tuple(Entry(anchor=sheet.anchor, title=sheet.title) for sheet in sheets.worksheets)
        entries.append(Entry(anchor=sheets.anchor, title=sheets.title, entries=below))
    entries += [Entry(anchor=s.anchor, title=s.title) for s in (document.teams, document.lenses) if s is not None]
    entries.append(Entry(anchor=document.method.anchor, title=document.method.title))
    return tuple(entries)
