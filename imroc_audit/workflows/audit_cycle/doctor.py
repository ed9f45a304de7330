"""What this computer has and lacks for an audit."""

import contextlib
import io
import os
import platform
import shutil
import stat
import sys
from collections.abc import Iterator

from imroc_audit import resources
from imroc_audit.errors import AuditError
from imroc_audit.model.record import Record
from imroc_audit.store.workspace import KEY_FILE, Workspace
from imroc_audit.workflows.audit_cycle.cycles import head_counts_to_check, rejected_to_mend
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import consent_to_check

OLDEST_PYTHON = (3, 11)


class Finding(Record):
    """One thing that was looked at."""

    what: str
    ok: bool
    found: str
    remedy: str = ""
    """What to do where it is not well."""


def examine(audits: Audits) -> tuple[Finding, ...]:
    """Look at everything that an audit needs; the workspace only where there is one."""
    return (*_computer(), *_workspace(audits))


def _computer() -> Iterator[Finding]:
    yield Finding(
        what="Python",
        ok=sys.version_info >= OLDEST_PYTHON,
        found=platform.python_version(),
        remedy="Install Python 3.11 or newer.",
    )
    yield _pango()
    fonts = sorted((resources.bundled("report_templates") / "fonts").glob("*.woff2"))
    yield Finding(
        what="Fonts for reports",
        ok=bool(fonts),
        found=f"{len(fonts)} font files",
        remedy="Install imroc-audit again: its fonts are missing.",
    )
    columns, rows = shutil.get_terminal_size()
    encoding = sys.stdout.encoding or "unknown"
    yield Finding(
        what="Terminal",
        ok=True,
        found=f"{columns} columns, {rows} rows, {encoding}, TERM={os.environ.get('TERM', 'not set')}",
    )


def _pango() -> Finding:
    from imroc_audit.report.printing.pdf import NO_PANGO

    try:
        with contextlib.redirect_stdout(io.StringIO()):  # WeasyPrint prints its own advice when Pango is missing
            import weasyprint
    except OSError:
        return Finding(what="PDF (Pango)", ok=False, found="Pango is missing", remedy=NO_PANGO)
    return Finding(what="PDF (Pango)", ok=True, found=f"WeasyPrint {weasyprint.__version__}")


def _workspace(audits: Audits) -> Iterator[Finding]:
    try:
        workspace = audits.here
    except AuditError as error:
        yield Finding(what="Workspace", ok=False, found="cannot be used", remedy=str(error))
        return
    if workspace is None:
        yield Finding(what="Workspace", ok=True, found="none here. Make one with: imroc-audit init DIR")
        return
    yield Finding(what="Workspace", ok=True, found=str(workspace.path))
    database = _database(audits)
    yield database
    if database.ok:
        yield from _head_counts(audits)
        yield _rejected(audits)
    yield _key(workspace)
    check = consent_to_check(workspace)
    yield Finding(what="Threshold", ok=True, found=check or str(workspace.settings.threshold))


def _database(audits: Audits) -> Finding:
    try:
        cycles = len(audits.cycles)
    except AuditError as error:
        return Finding(what="Database", ok=False, found="cannot be used", remedy=str(error))
    return Finding(what="Database", ok=True, found=f"readable, {cycles} audit cycle{'' if cycles == 1 else 's'}")


def _head_counts(audits: Audits) -> Iterator[Finding]:
    """Once there is an audit cycle: its questionnaire says which perspectives there are."""
    if audits.cycles:
        check = head_counts_to_check(audits.workspace, audits.questionnaire(audits.cycles[-1]))
        yield Finding(
            what="Head counts",
            ok=not check,
            found="some cannot be used" if check else "all can be used",
            remedy=check,
        )


def _rejected(audits: Audits) -> Finding:
    """Rows that imports have rejected are people's answers, and outlive what they were kept for."""
    is_open = any(audit_cycle.status == "open" for audit_cycle in audits.cycles)
    to_mend = rejected_to_mend(audits.workspace, is_open=is_open)
    kept = "some are kept" if to_mend else "none are kept"
    return Finding(what="Rejected rows", ok=not to_mend, found=kept, remedy=to_mend)


def _key(workspace: Workspace) -> Finding:
    """The key turns return codes and imported rows into what is stored: only its owner may read it."""
    path = workspace.path / KEY_FILE
    try:
        _ = workspace.key  # reads it, and checks that it is one
    except AuditError as error:
        return Finding(what="Key", ok=False, found="cannot be used", remedy=str(error))
    mode = stat.S_IMODE(path.stat().st_mode)
    private = os.name == "nt" or mode & 0o077 == 0
    return Finding(
        what="Key", ok=private, found=f"{path.name}, permissions {mode:04o}", remedy=f"Run: chmod 600 {path}"
    )
