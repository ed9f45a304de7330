"""Audit cycles and organisations side by side, and what differs between questionnaires."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from imroc_audit import resources
from imroc_audit.analysis.change import can_compare, compare
from imroc_audit.analysis.wording import Matching
from imroc_audit.errors import AuditError, UnreadableError, UsageError
from imroc_audit.exchange.results.bundle import read_bundle
from imroc_audit.model.bundle import Bundle
from imroc_audit.model.comparison import Comparison, QuestionnaireChanges
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.store.workspace import SETTINGS_FILE, Workspace
from imroc_audit.workflows.exchange.bundling import bundle_of
from imroc_audit.workflows.opening import (
    definition_of,
    load_questionnaire,
    open_workspace,
    read_text,
    workspace_folder,
)
from imroc_audit.workflows.output import printers_for, write_each


def compare_audits(workspace: Path | None, names: Sequence[str], *, statements: bool = False) -> Comparison:
    """Compare audit cycles of a workspace, other workspaces and bundles, each by its name.

    Raises UsageError for fewer than two, and AuditError where two are the same audit cycle, one is still open,
    or nothing in them was asked in the same words.
    """
    if len(names) < 2:
        raise UsageError(
            "There is nothing to compare with: name two or more audit cycles, workspace folders or bundles."
        )
    here = _workspace_here(workspace)
    bundles = [_find(here, name) for name in names]
    _must_differ(bundles, names)
    comparison = compare(bundles, statements=statements)
    if not can_compare(comparison) and not any(pair.comparable_statements for pair in comparison.pairs):
        raise AuditError(_nothing_shared(bundles))
    return comparison


def comparison_report(
    workspace: Path | None, comparison: Comparison, formats: tuple[str, ...], output: Path, today: date
) -> Iterator[Path]:
    """Write the comparison in each format and give each file's path as soon as it is there, HTML first."""
    from imroc_audit.report.comparison.build import build_comparison
    from imroc_audit.report.printing.formats import FORMATS

    wanted = printers_for(formats, FORMATS)
    document = build_comparison(comparison, today.isoformat())
    here = _workspace_here(workspace)
    templates = resources.folders("report_templates", here.path if here else None)
    return write_each(wanted, document, templates, output / "comparison")


def questionnaire_changes(workspace: Path | None, first: str, second: str) -> QuestionnaireChanges:
    """What differs between two questionnaires: each an id, a file, an audit cycle, or a bundle."""
    here = _workspace_here(workspace)
    return Matching(_definition(here, first), _definition(here, second)).changes()


def _workspace_here(folder: Path | None) -> Workspace | None:
    """The workspace that is named, or that the current folder is in; None where there is none to be named."""
    found = workspace_folder(folder)
    return open_workspace(found) if found is not None else None


def _find(here: Workspace | None, name: str) -> Bundle:
    """An audit cycle of this workspace, a workspace folder (with :CYCLE for one that is not its last), or a bundle."""
    if here is not None and name in _cycles(here):
        return bundle_of(here, name)
    path = Path(name)
    if path.is_dir():
        return bundle_of(_workspace_in(path), None)
    if path.is_file() or path.suffix == ".json":
        return read_bundle(read_text(path), str(path))
    folder, colon, cycle = name.rpartition(":")
    if colon and Path(folder).is_dir():
        return bundle_of(_workspace_in(Path(folder)), cycle)
    known = f" Audit cycles here: {', '.join(_cycles(here)) or 'none'}." if here is not None else ""
    raise AuditError(
        f"There is no audit cycle, workspace folder or bundle '{name}'.{known} Name audit cycles of one workspace "
        "with -w DIR, or give folders and files that exist."
    )


def _cycles(workspace: Workspace) -> tuple[str, ...]:
    return tuple(one.name for one in workspace.repository().cycles())


def _workspace_in(folder: Path) -> Workspace:
    """The workspace of this very folder: one above it is not what was named."""
    if not (folder / SETTINGS_FILE).is_file():
        raise AuditError(
            f"{folder}: this folder is not a workspace: it has no {SETTINGS_FILE}. Give the folder that "
            "imroc-audit init made, or a bundle from imroc-audit export tally."
        )
    return open_workspace(folder)


def _must_differ(bundles: Sequence[Bundle], names: Sequence[str]) -> None:
    """Two publications of one audit cycle are not compared: all that can differ is what they hide."""
    first: dict[str, str] = {}
    for bundle, name in zip(bundles, names, strict=True):
        if bundle.source in first:
            which = f"'{name}' twice" if name == first[bundle.source] else f"'{first[bundle.source]}' and '{name}'"
            raise AuditError(
                f"{which}: this is the same audit cycle ({bundle.organisation}, {bundle.results.audit_cycle}). "
                "An audit cycle is not compared with itself. Name two different ones."
            )
        first[bundle.source] = name


def _nothing_shared(bundles: Sequence[Bundle]) -> str:
    asked = dict.fromkeys(f"{one.questionnaire.id} {one.questionnaire.version}" for one in bundles)
    return (
        f"Nothing can be compared: the questionnaires ({', '.join(asked)}) have no statement that was asked in the "
        "same words of the same perspective, on the same scale. To see what differs: imroc-audit questionnaire diff A B"
    )


def _definition(here: Workspace | None, name: str) -> Questionnaire:
    known = resources.questionnaire_files(here.path if here else None)
    if name not in known and here is not None and name in _cycles(here):
        return definition_of(here.repository().cycle(name))
    path = Path(name)
    if path.suffix == ".json":
        return read_bundle(read_text(path), str(path)).questionnaire
    try:
        return load_questionnaire(name, here.path if here else None)
    except UnreadableError:
        raise
    except AuditError as error:
        cycles = f" Audit cycles here: {', '.join(_cycles(here)) or 'none'}." if here is not None else ""
        raise AuditError(f"{error}{cycles}") from None
