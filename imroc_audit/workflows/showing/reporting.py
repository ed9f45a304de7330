"""From a closed audit cycle to report files."""

from collections.abc import Iterator
from pathlib import Path

from imroc_audit import resources
from imroc_audit.errors import Remark, unheard
from imroc_audit.model.response import Mode
from imroc_audit.model.summary import AuditSummary
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.collecting.reviewing import readable_comments, to_show, waiting
from imroc_audit.workflows.output import printers_for, write_each
from imroc_audit.workflows.publishing import ClosedCycle


def report(
    audits: Audits,
    formats: tuple[str, ...],
    output: Path | None,
    name: str | None = None,
    *,
    xmr: bool = False,
    remark: Remark = unheard,
) -> Iterator[Path]:
    """Write the report in each format and give each file's path as soon as it is there, HTML first.

    A file is either whole or not there at all: it is written beside its place and then moved. output: the folder;
    None for the reports of the workspace. xmr: show measures as XmR charts too.
    remark: is told what somebody should know of a file.
    """
    from imroc_audit.report.action_report.build import build_document
    from imroc_audit.report.printing.formats import FORMATS

    workspace = audits.workspace
    printers = printers_for(formats, FORMATS)
    closed = audits.closed(name)
    document = build_document(summarise(audits, closed, xmr=xmr), closed.questionnaire)
    templates = resources.folders("report_templates", workspace.path)
    return write_each(
        printers, document, templates, (output or workspace.path / "reports") / closed.audit_cycle.name, remark
    )


def summarise(audits: Audits, closed: ClosedCycle, *, xmr: bool = False) -> AuditSummary:
    """Everything that a report is made from."""
    audit_cycle, settings = closed.audit_cycle, audits.workspace.settings
    loop = audits.loop(audit_cycle.name)
    comments = readable_comments(audits, audit_cycle)
    return AuditSummary(
        organisation=settings.organisation,
        results=closed.results,
        comments=to_show(comments),
        comments_waiting=len(waiting(comments)),
        brought=_brought(audits, closed),
        opened=audit_cycle.opened,
        closed=audit_cycle.closed or "",
        today=audits.day,
        label=settings.label,
        loop=loop,
        change=audits.change_before(loop),
        xmr=xmr,
    )


def _brought(audits: Audits, closed: ClosedCycle) -> dict[Mode, int]:
    """Of the perspectives that are shown, how many answers came in each way but by the survey.

    In steps, as `status` counts: whoever can bring answers in could else tell them from one person's.
    """
    shown = [perspective for perspective, people in closed.results.respondents.items() if people is not None]
    counts, step = audits.repository.mode_counts(closed.audit_cycle.name, shown), closed.results.threshold
    return {mode: n - n % step for mode, n in counts.items() if mode != "terminal"}
