"""What Alembic runs. The connection comes from `upgrade`, with a transaction already begun."""

from alembic import context

from imroc_audit.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
context.run_migrations()
