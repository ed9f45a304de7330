"""In which order people answered, and how a closed audit cycle forgets it."""

from typing import Final

from sqlalchemy import Connection

from imroc_audit.store.schema import comments, responses

SQLITE_KEY: Final = "lower(hex(randomblob(16)))"
POSTGRESQL_KEY: Final = "replace(gen_random_uuid()::text, '-', '')"


def forget_order(connection: Connection) -> None:
    """Write what people said again in the order of its random keys, in one go, and give the answers new ones.

    Within a page of the file SQLite keeps rows as they came, and PostgreSQL keeps which transaction wrote a
    row: either would tell who came before whom, and which comment came with which answers. The keys of a large
    import tell in which part of the file somebody stood.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    empty, new_key = ("DELETE FROM", SQLITE_KEY) if is_sqlite else ("TRUNCATE", POSTGRESQL_KEY)
    for table in (responses, comments):
        keys = ", ".join(column.name for column in table.primary_key)
        connection.exec_driver_sql(f"CREATE TEMPORARY TABLE in_order AS SELECT * FROM {table.name}")  # noqa: S608 - our own names
        if table is responses:
            connection.exec_driver_sql(f"UPDATE in_order SET key = {new_key}")  # noqa: S608 - one of our two
        for statement in (
            f"{empty} {table.name}",
            f"INSERT INTO {table.name} SELECT * FROM in_order ORDER BY {keys}",  # noqa: S608 - our own names
            "DROP TABLE in_order",
        ):
            connection.exec_driver_sql(statement)
