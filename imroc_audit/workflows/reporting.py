"""From a closed audit cycle to report files."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, TypeVar

from imroc_audit import resources
from imroc_audit.analysis.change import compare
from imroc_audit.errors import AuditError, UsageError
from imroc_audit.model.comparison import Comparison
from imroc_audit.model.response import Mode
from imroc_audit.model.study import LoopSummary
from imroc_audit.model.summary import AuditSummary
from imroc_audit.store.workspace import DATABASE_FILE, KEY_FILE, NOW_ASKING_FILE, SETTINGS_FILE, Workspace
from imroc_audit.workflows.bundling import bundle_of
from imroc_audit.workflows.opening import open_workspace
from imroc_audit.workflows.output import STANDARD_OUTPUT, is_folder
from imroc_audit.workflows.results import Audited, results_of
from imroc_audit.workflows.reviewing import comments_to_show, comments_waiting
from imroc_audit.workflows.studying import loop_of

KEPT_FILES: Final = (
    *(f"{DATABASE_FILE}{ending}" for ending in ("", "-wal", "-shm", "-journal")),
    SETTINGS_FILE,
    NOW_ASKING_FILE,
)
KEPT_FOLDERS: Final = ("questionnaires", "maps", "imports")
"""What a workspace cannot do without, besides its keys: no file that somebody asks for is written over it."""
KEY_ENDING: Final = Path(KEY_FILE).suffix

Document = TypeVar("Document")
Printer = TypeVar("Printer")


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
    from imroc_audit.report.build import build_document
    from imroc_audit.report.formats import FORMATS

    wanted = printers_for(formats, FORMATS)
    audited = results_of(workspace, name)
    document = build_document(summarise(workspace, audited, today, xmr=xmr), audited.questionnaire)
    templates = resources.folders("report_templates", workspace.path)
    return write_each(wanted, document, templates, output / audited.audit_cycle.name)


def summarise(workspace: Workspace, audited: Audited, today: date, *, xmr: bool = False) -> AuditSummary:
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


def _brought(workspace: Workspace, audited: Audited) -> dict[Mode, int]:
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


def printers_for(formats: tuple[str, ...], known: Mapping[str, Printer]) -> dict[str, Printer]:
    """The printers that are asked for, in the order in which they are known. Raises UsageError for any other format."""
    unknown = [one for one in formats if one not in known]
    if unknown or not formats:
        raise UsageError(f"There is no format '{', '.join(unknown)}'. Use any of: {', '.join(known)}.")
    return {name: printer for name, printer in known.items() if name in formats}


def write_each(
    printers: Mapping[str, Callable[[Document, tuple[Path, ...]], bytes]],
    document: Document,
    templates: tuple[Path, ...],
    stem: Path,
) -> Iterator[Path]:
    """Write a document in each format and give each file's path as soon as it is there. stem: without the ending."""
    for ending, printer in printers.items():
        path = stem.with_name(f"{stem.name}.{ending}")
        write_whole(path, printer(document, templates))
        yield path


def write_whole(path: Path, content: bytes, *, private: bool = False, own: bool = False) -> None:
    """Write a file so that nobody ever sees half of it; a private one nobody but its owner may read.

    own: the program's own, among those that a workspace keeps; nobody may have any other file written over these.
    """
    if is_folder(path):
        raise AuditError(f"{path}: this is a folder. Write the name of a file after it.")
    temporary, mode = path.with_name(f".{path.name}.part"), 0o600 if private else 0o666
    try:
        if not own:
            spare_the_audit(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.unlink(missing_ok=True)
        with open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(content)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise AuditError(
            f"{path}: cannot be written ({error.strerror}). Choose another name or folder with --output."
        ) from None


def spare_the_audit(path: Path) -> None:
    """Raise AuditError where a file would take the place of what a workspace cannot do without."""
    if path.parts[0] == str(STANDARD_OUTPUT):
        raise AuditError(f"{path}: this cannot go to standard output. Name a file or folder with --output.")
    path = path.parent.resolve() / path.name
    for folder in path.parents:
        if (folder / SETTINGS_FILE).is_file():
            _spare(path, tuple(part.casefold() for part in path.relative_to(folder).parts))


def _spare(path: Path, parts: tuple[str, ...]) -> None:
    """parts: of the path within a workspace, in small letters as some disks take them."""
    if len(parts) > 1 and parts[0] in KEPT_FOLDERS:
        raise AuditError(
            f"{path}: the folder '{parts[0]}' holds what the audit needs, and nothing is put out there. "
            "Choose another folder with --output."
        )
    if parts[-1].endswith(KEY_ENDING) or (len(parts) == 1 and parts[0] in KEPT_FILES):
        raise AuditError(
            f"{path}: the audit needs this file, and it would be overwritten. Choose another name with --output."
        )
