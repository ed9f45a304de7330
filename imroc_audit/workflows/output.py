"""What `--output` names: a file whose ending says what is in it, or standard output."""

from pathlib import Path
from typing import Final, NamedTuple

from imroc_audit.errors import UsageError

STANDARD_OUTPUT: Final = Path("-")


class Target(NamedTuple):
    """How to write, and where to; no path stands for standard output."""

    format: str
    path: Path | None


def must_end(output: Path, ending: str) -> None:
    """Raise UsageError where a name does not end in what the file will be. ending: without a full stop."""
    if output.suffix.lower() != f".{ending}":
        raise UsageError(
            f"--output {output}: the name does not end in .{ending}. Give one that does, such as "
            f"{output.stem or 'file'}.{ending}."
        )


def is_folder(path: Path) -> bool:
    """Whether there is such a folder; not where the name is one that no folder can have."""
    try:
        return path.is_dir()
    except OSError:
        return False
