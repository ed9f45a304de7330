"""What `--output` names, a file whose ending says what is in it or standard output; and how a file is written."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from imroc_audit.errors import AuditError, Remark, UsageError
from imroc_audit.exchange.rows.rejected import FOLDER as REJECTED_ROWS
from imroc_audit.store.workspace import DATABASE_FILE, KEY_FILE, NOW_ASKING_FILE, SETTINGS_FILE

Document = TypeVar("Document")
Printer = TypeVar("Printer")
STANDARD_OUTPUT: Final = Path("-")
MAPS: Final = "maps"
"""The folder of a workspace in which the maps of imports are."""
KEPT_FILES: Final = (
    *(f"{DATABASE_FILE}{ending}" for ending in ("", "-wal", "-shm", "-journal")),
    SETTINGS_FILE,
    NOW_ASKING_FILE,
)
KEPT_FOLDERS: Final = ("questionnaires", MAPS, REJECTED_ROWS)
"""What a workspace cannot do without, besides its keys: no file that somebody asks for is written over it."""
KEY_ENDING: Final = Path(KEY_FILE).suffix


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


def printers_for(formats: tuple[str, ...], known: Mapping[str, Printer]) -> dict[str, Printer]:
    """The printers that are asked for, in the order in which they are known. Raises UsageError for any other format."""
    unknown = [one for one in formats if one not in known]
    if unknown or not formats:
        raise UsageError(f"There is no format '{', '.join(unknown)}'. Use any of: {', '.join(known)}.")
    return {name: printer for name, printer in known.items() if name in formats}


def write_each(
    printers: Mapping[str, Callable[[Document, tuple[Path, ...], Remark], bytes]],
    document: Document,
    templates: tuple[Path, ...],
    stem: Path,
    remark: Remark,
) -> Iterator[Path]:
    """Write a document in each format and give each file's path as soon as it is there. stem: without the ending.

    remark: is told what somebody should know of a file.
    """
    for ending, printer in printers.items():
        path = stem.with_name(f"{stem.name}.{ending}")
        write_whole(path, printer(document, templates, remark))
        yield path
