"""From a closed audit cycle to report files."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from imroc_audit import resources
from imroc_audit.analysis.change import compare
from imroc_audit.model.comparison import Comparison
from imroc_audit.model.response import Mode
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.store.workspace import Workspace
from imroc_audit.workflows.collecting.reviewing import comments_to_show, comments_waiting
from imroc_audit.workflows.exchange.bundling import bundle_of
from imroc_audit.workflows.loop.studying import loop_of
from imroc_audit.workflows.opening import open_workspace
from imroc_audit.workflows.output import printers_for, write_each
from imroc_audit.workflows.showing.results import ClosedCycle, results_of


def report(
    workspace: Path | None,
    formats: tuple[str, ...],
    output: Path | None,
    today: date,
    name: str | None = None,
    *,
    xmr: bool = False,
) -> Iterator[Path]:
    """Write the report in each format and give each file's path as soon as it is there, HTML first.

    A file is either whole or not there at all: it is written beside its place and then moved. xmr: show measures as
    XmR charts too.
    """
    found = open_workspace(workspace)
    return report_of(found, formats, output or found.path / "reports", today, name, xmr=xmr)


def report_of(
    workspace: Workspace,
    formats: tuple[str, ...],
    output: Path,
    today: date,
    name: str | None = None,
    *,
    xmr: bool = False,
) -> Iterator[Path]:
    from imroc_audit.report.action_report.build import build_document
    from imroc_audit.report.printing.formats import FORMATS

    wanted = printers_for(formats, FORMATS)
    audited = results_of(workspace, name)
    document = build_document(summarise(workspace, audited, today, xmr=xmr), audited.questionnaire)
    templates = resources.folders("report_templates", workspace.path)
    return write_each(wanted, document, templates, output / audited.audit_cycle.name)


def summarise(workspace: Workspace, audited: ClosedCycle, today: date, *, xmr: bool = False) -> AuditSummary:
    """Everything that a report is made from."""
    audit_cycle = audited.audit_cycle
    loop = loop_of(workspace, audit_cycle.name)
    return AuditSummary(
        organisation=workspace.settings.organisation,
        results=audited.results,
        comments=comments_to_show(workspace, audit_cycle),
        comments_waiting=comments_waiting(workspace, audit_cycle),
        brought=_brought(workspace, audited),
        opened=audit_cycle.opened,
        closed=audit_cycle.closed or "",
        today=today.isoformat(),
        label=workspace.settings.label,
        loop=loop,
        since=_since(workspace, loop),
        xmr=xmr,
    )


def _brought(workspace: Workspace, audited: ClosedCycle) -> dict[Mode, int]:
    """Of the perspectives that are shown, how many answers came in each way but by the survey.

    In steps, as `status` counts: whoever can bring answers in could else tell them from one person's.
    """
    shown = [one for one, people in audited.results.respondents.items() if people is not None]
    counts, step = workspace.repository().mode_counts(audited.audit_cycle.name, shown), audited.results.threshold
    return {mode: n - n % step for mode, n in counts.items() if mode != "terminal"}


def _since(workspace: Workspace, loop: LoopSummary) -> Comparison | None:
    """The audit cycle against the one before it, from what is published of both; None where there is none."""
    if loop.previous_audit_cycle is None:
        return None
    return compare([bundle_of(workspace, name) for name in (loop.previous_audit_cycle, loop.audit_cycle)])
