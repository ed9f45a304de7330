"""Finding what a command works on: a questionnaire, a text, the audit cycle that is meant and its terms."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from imroc_audit import resources
from imroc_audit.errors import AuditError, ClosedError, UnreadableError
from imroc_audit.model.questionnaire import Questionnaire
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.workspace import PublicationTerms
from imroc_audit.store.workspace import Workspace

PROMISED: Final = 10
"""The bundled consent texts promise that results for fewer people than this are never shown."""


def load_questionnaire(name: str, workspace: Path | None = None) -> Questionnaire:
    """A questionnaire by its id, from the workspace or the bundled ones, or by the path of its file."""
    files = resources.questionnaire_files(workspace)
    path = files.get(name, Path(name))
    if path.suffix not in (".yaml", ".yml"):
        raise AuditError(f"There is no questionnaire '{name}'. Known ones: {', '.join(sorted(files))}.")
    return read_questionnaire(path)


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check one file. Raises UnreadableError with every problem in it."""
    from imroc_audit.model.files.definition import parse_questionnaire

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


def open_audit_cycle(cycles: Sequence[AuditCycle]) -> AuditCycle:
    """The audit cycle that takes answers now. Raises ClosedError when there have been some, and none is open."""
    for audit_cycle in cycles:
        if audit_cycle.status == "open":
            return audit_cycle
    if cycles:
        raise ClosedError(
            f"No audit cycle is open: '{cycles[-1].name}' is closed, and stays closed. "
            "Start the next one with: imroc-audit cycle open NAME"
        )
    raise AuditError("No audit cycle is open yet. Start one with: imroc-audit cycle open NAME")


def last_closed(cycles: Sequence[AuditCycle]) -> AuditCycle:
    """The audit cycle closed last; where none is closed yet, the one that is open."""
    if not cycles:
        raise AuditError("There is no audit cycle yet. Start one with: imroc-audit cycle open NAME")
    closed = [audit_cycle for audit_cycle in cycles if audit_cycle.status == "closed"]
    return (closed or cycles)[-1]


def must_be_closed(audit_cycle: AuditCycle) -> None:
    """Raise AuditError for results that are not there yet."""
    if audit_cycle.status == "open":
        raise AuditError(
            f"The audit cycle '{audit_cycle.name}' is still open. Results exist once it is closed, so that no two "
            "of them can be compared to find one person's answers. Close it with: imroc-audit cycle close"
        )


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
