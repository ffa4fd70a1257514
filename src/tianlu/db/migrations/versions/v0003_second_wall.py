"""PostgreSQL shows a reader the rows within its reach and no others, whatever a query forgets to ask."""

from alembic import op

revision = "0003"
down_revision = "0002"

FUNCTIONS = """
CREATE FUNCTION tianlu_reaches(path text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('tianlu.reach', true), '') = '*' OR EXISTS (
    SELECT 1 FROM unnest(string_to_array(current_setting('tianlu.reach', true), chr(10))) AS each
    WHERE each <> '' AND starts_with(path, each))
$$;
CREATE FUNCTION tianlu_reaches_org(org text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('tianlu.reach', true), '') = '*' OR EXISTS (
    SELECT 1 FROM people_orgs AS node WHERE node.id = org AND tianlu_reaches(node.path))
$$;
"""
RULES = {
    "people_orgs": "tianlu_reaches(path)",
    "people_persons": "tianlu_reaches_org(home)",
    "people_grants": "tianlu_reaches_org(org)",
    "command_dead_letters": "tianlu_reaches_org(org)",
    "audit_links": "tianlu_reaches_org(chain)",
    "audit_heads": "tianlu_reaches_org(chain)",
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(FUNCTIONS)
    for table, rule in RULES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY within_reach ON {table} USING ({rule}) WITH CHECK ({rule})")
