"""How Alembic runs the steps: on the connection that it is given, within that connection's transaction."""

from alembic import context
from sqlalchemy import text

from tianlu.db.tables import METADATA

connection = context.config.attributes["connection"]
if connection.dialect.name == "postgresql":
    connection.execute(text("SELECT set_config('tianlu.reach', '*', true)"))
context.configure(connection=connection, target_metadata=METADATA, render_as_batch=True, transactional_ddl=True)
context.run_migrations()
