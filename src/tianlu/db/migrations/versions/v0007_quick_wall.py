"""The wall costs who reads everything next to nothing: whether he does is asked once a statement, not once a row."""

from alembic import op

from tianlu.db.migrations.versions.v0003_second_wall import RULES

revision = "0007"
down_revision = "0006"

READS_ALL = "(SELECT coalesce(current_setting('tianlu.reach', true), '')) = '*'"


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    later = {"plan_plans": "tianlu_reaches_org(county)", "plan_packages": "tianlu_reaches_org(county)"}
    for table, rule in {**RULES, **later}.items():
        quick = f"{READS_ALL} OR {rule}"
        op.execute(f"ALTER POLICY within_reach ON {table} USING ({quick}) WITH CHECK ({quick})")
