"""Finding what a command works on: the workspace, a questionnaire, the audit cycle that is meant."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from imroc_audit import resources
from imroc_audit.errors import AuditError, ClosedError, UnreadableError
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.store.workspace import Workspace

if TYPE_CHECKING:
    from imroc_audit.store.repository import Repository


PROMISED: Final = 10
"""The bundled consent texts promise that results for fewer people than this are never shown."""


def open_workspace(folder: Path | None) -> Workspace:
    """The workspace in a folder or above it; the current folder when none is given."""
    return Workspace.find(folder or Path.cwd())


def workspace_folder(folder: Path | None) -> Path | None:
    """The workspace's folder where there is one, for commands that can do without.

    Raises UnreadableError when there is one whose settings cannot be used.
    """
    try:
        return open_workspace(folder).path
    except UnreadableError:
        raise
    except AuditError:
        if folder is not None:
            raise
        return None


def load_questionnaire(name: str, workspace: Path | None = None) -> Questionnaire:
    """A questionnaire by its id, from the workspace or the bundled ones, or by the path of its file."""
    files = resources.questionnaire_files(workspace)
    path = files.get(name, Path(name))
    if path.suffix not in (".yaml", ".yml"):
        raise AuditError(f"There is no questionnaire '{name}'. Known ones: {', '.join(sorted(files))}.")
    return read_questionnaire(path)


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one file. Raises UnreadableError with every problem in it."""
    from imroc_audit.model.definition import parse_questionnaire

    questionnaire, problems = parse_questionnaire(read_text(path), path.name)
    if questionnaire is None:
        count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise UnreadableError(f"{path.name}: {count}. Mend them and check again:", problems)
    return questionnaire


def read_text(path: Path) -> str:
    """A UTF-8 text file, with or without a byte order mark. Raises UnreadableError when it is not one."""
    if path.exists() and not path.is_file():
        raise UnreadableError(f"{path}: this is not a file. Give the name of a file.")
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise UnreadableError(f"{path}: there is no such file. Check the name.") from None
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"{path}: byte {error.start + 1} is not UTF-8. Save the file as UTF-8 and try again."
        ) from None
    except OSError as error:
        raise UnreadableError(f"{path}: cannot be read ({error.strerror}). Check who may read it.") from None


def open_audit_cycle(repository: Repository) -> AuditCycle:
    """The audit cycle that takes answers now. Raises ClosedError when there have been some, and none is open."""
    cycles = repository.cycles()
    for audit_cycle in cycles:
        if audit_cycle.status == "open":
            return audit_cycle
    if cycles:
        raise ClosedError(
            f"No audit cycle is open: '{cycles[-1].name}' is closed, and stays closed. "
            "Start the next one with: imroc-audit cycle open NAME"
        )
    raise AuditError("No audit cycle is open yet. Start one with: imroc-audit cycle open NAME")


def closed_audit_cycle(repository: Repository, name: str | None) -> AuditCycle:
    """The audit cycle whose results are asked for: the one named, or else the one closed last."""
    if name is not None:
        audit_cycle = repository.cycle(name)
    else:
        cycles = repository.cycles()
        closed = [one for one in cycles if one.status == "closed"]
        if not cycles:
            raise AuditError("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
        audit_cycle = (closed or cycles)[-1]
    if audit_cycle.status == "open":
        raise AuditError(
            f"The audit cycle '{audit_cycle.name}' is still open. Results exist once it is closed, so that no two "
            "of them can be compared to find one person's answers. Close it with: imroc-audit cycle close"
        )
    return audit_cycle


def consent_to_check(workspace: Workspace) -> str:
    """What to look at when the bundled consent texts promise more than the workspace keeps; empty when they do not."""
    threshold = workspace.settings.threshold
    if threshold >= PROMISED:
        return ""
    return (
        f"'threshold' in imroc-audit.toml is {threshold}. The questionnaires that come with imroc-audit tell people "
        f"that results for fewer than {PROMISED} are never shown. Make sure that the consent text promises no more "
        "than you keep, or raise the threshold."
    )


def definition_of(audit_cycle: AuditCycle) -> Questionnaire:
    """The questionnaire as it was when the audit cycle was opened: the words that people answered."""
    return Questionnaire.from_canonical(audit_cycle.definition)


def kept_terms(audit_cycle: AuditCycle) -> PublicationTerms:
    """What people were promised when an audit cycle was opened; once it is closed, what was kept then."""
    return PublicationTerms.model_validate_json(audit_cycle.terms)


def terms_of(workspace: Workspace, audit_cycle: AuditCycle) -> PublicationTerms:
    """What an audit cycle's numbers are shown under: once it is closed, what was kept then.

    Until then it is today's settings, and never a smaller threshold than people were promised when it was opened.
    """
    kept = kept_terms(audit_cycle)
    if audit_cycle.status == "closed":
        return kept
    today = workspace.settings.terms
    return today.model_copy(update={"threshold": max(kept.threshold, today.threshold)})
