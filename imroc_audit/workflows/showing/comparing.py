"""Audit cycles and organisations side by side, and what differs between questionnaires."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from imroc_audit import resources
from imroc_audit.analysis.change import compare
from imroc_audit.analysis.wording import Matching
from imroc_audit.errors import AuditError, Remark, UnreadableError, UsageError, unheard
from imroc_audit.exchange.results.bundle import read_bundle
from imroc_audit.model.bundle import Bundle
from imroc_audit.model.comparison import Comparison, QuestionnaireChanges
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.store.workspace import SETTINGS_FILE
from imroc_audit.workflows.audits import Audits
from imroc_audit.workflows.opening import load_questionnaire, read_text
from imroc_audit.workflows.output import printers_for, write_each
from imroc_audit.workflows.publishing import shares_nothing


def compare_audits(audits: Audits, names: Sequence[str], *, statements: bool = False) -> Comparison:
    """Compare audit cycles of a workspace, other workspaces and bundles, each by its name.

    Raises UsageError for fewer than two, and AuditError where two are the same audit cycle, one is still open,
    or nothing in them was asked in the same words.
    """
    if len(names) < 2:
        raise UsageError(
            "There is nothing to compare with: name two or more audit cycles, workspace folders or bundles."
        )
    bundles = [_bundle(audits, name) for name in names]
    _must_differ(bundles, names)
    comparison = compare(bundles, statements=statements)
    if shares_nothing(comparison):
        raise AuditError(_nothing_shared(bundles))
    return comparison


def comparison_report(
    audits: Audits, comparison: Comparison, formats: tuple[str, ...], output: Path, remark: Remark = unheard
) -> Iterator[Path]:
    """Write the comparison in each format and give each file's path as soon as it is there, HTML first.

    remark: is told what somebody should know of a file.
    """
    from imroc_audit.report.comparison.build import build_comparison
    from imroc_audit.report.printing.formats import FORMATS

    printers = printers_for(formats, FORMATS)
    document = build_comparison(comparison, audits.day)
    templates = resources.folders("report_templates", audits.folder)
    return write_each(printers, document, templates, output / "comparison", remark)


def questionnaire_changes(audits: Audits, first: str, second: str) -> QuestionnaireChanges:
    """What differs between two questionnaires: each an id, a file, an audit cycle, or a bundle."""
    return Matching(_definition(audits, first), _definition(audits, second)).changes()


def _bundle(audits: Audits, name: str) -> Bundle:
    """An audit cycle of this workspace, a workspace folder (with :CYCLE for one that is not its last), or a bundle."""
    if name in _cycles(audits):
        return audits.bundle(name)
    path = Path(name)
    if path.is_dir():
        return _audits_in(audits, path).bundle()
    if path.is_file() or path.suffix == ".json":
        return read_bundle(read_text(path), str(path))
    folder, colon, cycle = name.rpartition(":")
    if colon and Path(folder).is_dir():
        return _audits_in(audits, Path(folder)).bundle(cycle)
    raise AuditError(
        f"There is no audit cycle, workspace folder or bundle '{name}'.{_known(audits)} Name audit cycles of one "
        "workspace with -w DIR, or give folders and files that exist."
    )


def _cycles(audits: Audits) -> tuple[str, ...]:
    """The names of the audit cycles here; none where there is no workspace."""
    return tuple(audit_cycle.name for audit_cycle in audits.cycles) if audits.here else ()


def _known(audits: Audits) -> str:
    return f" Audit cycles here: {', '.join(_cycles(audits)) or 'none'}." if audits.here else ""


def _audits_in(audits: Audits, folder: Path) -> Audits:
    """The audits of this very folder: those of one above it are not what was named."""
    if not (folder / SETTINGS_FILE).is_file():
        raise AuditError(
            f"{folder}: this folder is not a workspace: it has no {SETTINGS_FILE}. Give the folder that "
            "imroc-audit init made, or a bundle from imroc-audit export tally."
        )
    return audits.beside(folder)


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


def _definition(audits: Audits, name: str) -> Questionnaire:
    if name not in resources.questionnaire_files(audits.folder) and name in _cycles(audits):
        return audits.questionnaire(audits.cycle(name))
    path = Path(name)
    if path.suffix == ".json":
        return read_bundle(read_text(path), str(path)).questionnaire
    try:
        return load_questionnaire(name, audits.folder)
    except UnreadableError:
        raise
    except AuditError as error:
        raise AuditError(f"{error}{_known(audits)}") from None
