"""The database: schema, migrations, and one repository for everything read or written."""
