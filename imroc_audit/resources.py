"""Where the bundled questionnaires, report templates and demo are: in a wheel, in a checkout, or a user's own."""

from pathlib import Path
from typing import Literal

Kind = Literal["questionnaires", "report_templates", "report_prose", "demo_audit"]

PACKAGE = Path(__file__).parent


def bundled(kind: Kind) -> Path:
    """The folder as installed with the package; in an editable install, the one at the repository's root.

    Raises FileNotFoundError when the installation is broken.
    """
    for folder in (PACKAGE / "data" / kind, PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"imroc-audit is not fully installed: its folder '{kind}' is missing. Install it again.")


def folders(kind: Kind, workspace: Path | None = None) -> tuple[Path, ...]:
    """Where to look, first place first: the workspace's own folder wins over the bundled one."""
    own = (workspace / kind,) if workspace is not None and (workspace / kind).is_dir() else ()
    return (*own, bundled(kind))


def questionnaire_files(workspace: Path | None = None) -> dict[str, Path]:
    """Every questionnaire file by its name without the ending; a workspace's own hides a bundled one."""
    paths: dict[str, Path] = {}
    for folder in folders("questionnaires", workspace):
        for path in sorted(folder.glob("*.yaml")):
            paths.setdefault(path.stem, path)
    return paths
