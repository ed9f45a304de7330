"""Changes of the schema, one file each under `versions`, run by Alembic inside one transaction."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from sqlalchemy import Connection

REVISIONS: Final = ("0001", "0002", "0003", "0004")
"""Every revision, oldest first: with this list, opening a database need not import Alembic, which is slow."""

FOLDER: Final = Path(__file__).parent


def upgrade(connection: "Connection", folder: Path = FOLDER) -> None:
    """Bring the schema up to date, in the connection's own transaction: all of it, or nothing."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
