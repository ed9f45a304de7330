"""A workspace on the disk: a folder with settings, a database, a key, and the user's own files."""

import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from imroc_audit.errors import AuditError, UnreadableError
from imroc_audit.model.response import AuditCycle
from imroc_audit.model.workspace import Settings, parse_settings, settings_text
from imroc_audit.store.keyed_hash import keyed_hash

if TYPE_CHECKING:
    from imroc_audit.store.repository import Repository

SETTINGS_FILE: Final = "imroc-audit.toml"
DATABASE_FILE: Final = "audit.db"
KEY_FILE: Final = "imroc-audit.key"
NOW_ASKING_FILE: Final = "now-asking.json"
FOLDERS: Final = ("questionnaires", "report_templates", "reports")
KEY_BYTES: Final = 32
SQLITE_HEADER: Final = b"SQLite format 3\0"
SECONDS_FOR_NOTE: Final = 1
"""For so long a busy database is waited for to check the note; then it is opened as ever, with a longer wait."""


class Workspace:
    """A folder that holds one organisation's audits. `path` is absolute."""

    def __init__(self, path: Path, settings: Settings) -> None:
        self.path = path
        self.settings = settings

    @classmethod
    def create(cls, folder: Path, settings: Settings) -> Self:
        """Make a workspace in a new folder, or in one that holds other files. Nothing is left half done.

        Raises AuditError when the folder is a workspace already, holds a file that would be overwritten, or
        cannot be written to.
        """
        folder = folder.absolute()
        _must_be_free(folder)
        made = _missing_folders(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            _build(folder, settings)
        except BaseException as error:
            for each in made:
                shutil.rmtree(each, ignore_errors=True)
            if isinstance(error, OSError):
                raise AuditError(
                    f"{folder}: the workspace cannot be made here ({error.strerror}). "
                    "Choose a folder that you may write to, on a disk with some space."
                ) from None
            raise
        return cls(folder, settings)

    @classmethod
    def find(cls, start: Path) -> Self:
        """The workspace that a folder is in: the folder itself or the nearest one above it.

        Raises AuditError when there is none, UnreadableError with every problem when its settings are broken.
        """
        start = start.absolute()
        for folder in (start, *start.parents):
            if (folder / SETTINGS_FILE).is_file():
                return cls(folder, _read_settings(folder / SETTINGS_FILE))
        raise AuditError(
            f"{start}: there is no workspace here or above. Go to the folder of one, name it with "
            '-w, or make one: imroc-audit init DIR --organisation "..." --team "..."'
        )

    @property
    def database(self) -> Path | str:
        """Where the answers are kept: a SQLite file, or the URL of a PostgreSQL database."""
        return self.settings.database or self.path / DATABASE_FILE

    def repository(self) -> "Repository":
        """Open the database. Raises AuditError when it is missing, damaged, too new, or out of reach."""
        from imroc_audit.store.repository import Repository

        return Repository.open(self.database)

    def database_looks_whole(self) -> bool:
        """Whether the database seems usable at a glance: a SQLite file that is one, and is as long as it says.

        Costs no more than reading 32 bytes. Of a server nothing is asked, and it is taken to be there.
        """
        if isinstance(self.database, str):
            return True
        try:
            with self.database.open("rb") as file:
                header, size = file.read(32), os.fstat(file.fileno()).st_size
        except OSError:
            return False
        page_size, pages = int.from_bytes(header[16:18], "big"), int.from_bytes(header[28:32], "big")
        return header.startswith(SQLITE_HEADER) and page_size * pages <= size

    def now_asking(self) -> AuditCycle | None:
        """The audit cycle that takes answers, from a note beside the database; None where the database must be asked.

        The first question of a survey need not wait until the database is opened with all its checks. The database is
        the truth: a note that it does not bear out, as in a folder copied from another computer, counts for nothing.
        """
        try:
            noted = AuditCycle.model_validate_json((self.path / NOW_ASKING_FILE).read_bytes())
        except (OSError, ValueError):
            return None
        return noted if self.database_looks_whole() and self._is_borne_out(noted) else None

    def _is_borne_out(self, noted: AuditCycle) -> bool:
        """Whether the database says the same of an audit cycle. A server is not asked twice, and so never does here.

        Straight to the file, in a millisecond: everything that can go wrong here is told when the database is opened.
        """
        import sqlite3

        if isinstance(self.database, str):
            return False
        fields = tuple(AuditCycle.model_fields)
        statement = f"SELECT {', '.join(fields)} FROM audit_cycles WHERE name = ?"  # noqa: S608 - our own names
        uri = f"{self.database.absolute().as_uri()}?mode=rw"
        try:
            with closing(sqlite3.connect(uri, uri=True, timeout=SECONDS_FOR_NOTE)) as connection:
                found = connection.execute(statement, (noted.name,)).fetchone()
        except sqlite3.Error:
            return False
        return found is not None and found == tuple(noted.model_dump()[field] for field in fields)

    def note_asking(self, audit_cycle: AuditCycle | None) -> None:
        """Write the note, or take it away. A note that cannot be written is done without."""
        path = self.path / NOW_ASKING_FILE
        with suppress(OSError):
            if audit_cycle is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(audit_cycle.model_dump_json(), encoding="utf-8")

    @cached_property
    def key(self) -> bytes:
        """The 32 random bytes behind return codes and imported rows. Raises AuditError without them."""
        path = self.path / KEY_FILE
        try:
            written = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise AuditError(f"{path}: the key file is missing. {KEY_REMEDY}") from None
        except UnicodeDecodeError:
            written = ""
        except OSError as error:
            raise AuditError(
                f"{path}: the key file cannot be read ({error.strerror}). Give yourself permission to."
            ) from None
        if not re.fullmatch(rf"[0-9a-fA-F]{{{2 * KEY_BYTES}}}", written):
            raise UnreadableError(f"{path}: this is not a key of {2 * KEY_BYTES} hexadecimal digits. {KEY_REMEDY}")
        return bytes.fromhex(written)

    @cached_property
    def hmac(self) -> Callable[[str], str]:
        """HMAC-SHA256 under the key, in hex. Raises AuditError without the key."""
        return keyed_hash(self.key)


KEY_REMEDY: Final = (
    "Put it back from a backup: without it, surveys that were put aside cannot be found again, and files "
    "that were imported would count twice. If it is lost, make a new one: "
    f'python -c "import secrets; print(secrets.token_hex({KEY_BYTES}))" > {KEY_FILE}'
)


def _must_be_free(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise AuditError(f"{folder}: this is a file. Choose a folder.")
    if (folder / SETTINGS_FILE).exists():
        raise AuditError(f"{folder}: this is a workspace already. Use it as it is, or choose another folder.")
    for name in (DATABASE_FILE, KEY_FILE):
        if (folder / name).exists():
            raise AuditError(f"{folder / name}: this file is in the way. Move it, or choose another folder.")


def _missing_folders(folder: Path) -> list[Path]:
    """The topmost folder that would have to be made, to be taken away again if something goes wrong."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    return missing[-1:]


def _build(folder: Path, settings: Settings) -> None:
    """Make everything to one side, then move it in: the settings last, because they make it a workspace."""
    from imroc_audit.store.repository import Repository

    moved: list[Path] = []
    with tempfile.TemporaryDirectory(prefix=".imroc-audit-", dir=folder) as temporary:
        fresh = Path(temporary)
        _write(fresh / KEY_FILE, secrets.token_hex(KEY_BYTES) + "\n", mode=0o600)
        _write(fresh / SETTINGS_FILE, settings_text(settings), mode=0o600 if settings.database else 0o666)
        for name in FOLDERS:
            (fresh / name).mkdir()
        Repository.create(Workspace(fresh, settings).database).close()
        try:
            for name in (KEY_FILE, DATABASE_FILE, *FOLDERS, SETTINGS_FILE):
                if (fresh / name).exists() and not (folder / name).exists():
                    (fresh / name).rename(folder / name)
                    moved.append(folder / name)
        except BaseException:
            for path in moved:
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            raise
    _sync(folder)


def _write(path: Path, text: str, mode: int) -> None:
    """Write a new file, and see it safely onto the disk."""
    with open(path, "x", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    """See new names safely onto the disk; Windows does that by itself."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_settings(path: Path) -> Settings:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError(f"{path}: this file is not UTF-8 text. Save it again as UTF-8.") from None
    except OSError as error:
        raise UnreadableError(
            f"{path}: the settings cannot be read ({error.strerror}). Give yourself permission to."
        ) from None
    settings, problems = parse_settings(text, str(path))
    if settings is None:
        raise UnreadableError(f"{path}: the settings cannot be used. Mend these lines:", problems)
    return settings
