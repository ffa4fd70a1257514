"""The second wall on PostgreSQL, and whether it has holes: a query that forgets to ask is shown its own rows only."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from tianlu.db.app_role import APP_ROLE, APPEND_ONLY, can_enter, is_there
from tianlu.db.finding import Finding, fault
from tianlu.db.trouble import StorageTrouble

WALLED = {
    "people_orgs": "tianlu_reaches(path)",
    "people_persons": "tianlu_reaches_org(home)",
    "people_grants": "tianlu_reaches_org(org)",
    "command_dead_letters": "tianlu_reaches_org(org)",
    "audit_links": "tianlu_reaches_org(chain)",
    "audit_heads": "tianlu_reaches_org(chain)",
    "plan_plans": "tianlu_reaches_org(county)",
    "plan_packages": "tianlu_reaches_org(county)",
    "jobs": "tianlu_reaches_org(org)",
    "target_customers": "tianlu_reaches_org(org)",
    "target_claims": "tianlu_reaches_org(org)",
    "target_works": "tianlu_reaches_org(org)",
    "target_records": "tianlu_reaches_org(org)",
    "target_doubts": "tianlu_reaches_org(org)",
    "target_decisions": "tianlu_reaches_org(org)",
    "target_sources": "tianlu_reaches_org(org)",
    "target_uploads": "tianlu_reaches_org(org)",
    "target_consents": "tianlu_reaches_org(org)",
    "target_drawings": "tianlu_reaches_org(org)",
    "target_plots": "tianlu_reaches_org(org)",
    "target_plot_places": "tianlu_reaches_org(org)",
}
"""Tables whose rows belong to units, with what the migrations ask of each row for who does not read everything."""
READS_ALL = "(SELECT coalesce(current_setting('tianlu.reach', true), '')) = '*'"
ROLE, TABLES, RIGHTS = "app_role", "row_level_security", "append_only"


def find_holes(connection: Connection) -> list[Finding]:
    """Every way in which the wall does not hold; asked as whoever logs in, before the role is taken on."""
    if not is_there(connection):
        return [_no_role(connection)]
    return [*_holes_of_role(connection), *_bare_tables(connection), *_rights_too_many(connection)]


def refuse_holes(connection: Connection) -> None:
    """Raises StorageTrouble with the first hole and its mend: a server without the wall does not start."""
    for hole in find_holes(connection):
        raise StorageTrouble(en=f"{hole.en}; {hole.mend_en}", zh=f"{hole.zh}；{hole.mend_zh}")


def _no_role(connection: Connection) -> Finding:
    sql = f"CREATE ROLE {APP_ROLE} NOLOGIN; GRANT {APP_ROLE} TO {_user(connection)};"
    return fault(
        ROLE,
        en=f"PostgreSQL has no role {APP_ROLE}, and this user may not make it: the wall between counties is missing",
        zh=f"PostgreSQL 中没有角色 {APP_ROLE}，当前用户也无权创建：各县之间的第二道墙缺失",
        mend_en=f"as a superuser run {sql} then start Tianlu again",
        mend_zh=f"请以超级用户执行 {sql} 然后重新启动天路",
    )


def _holes_of_role(connection: Connection) -> Iterator[Finding]:
    if not can_enter(connection):
        sql = f"GRANT {APP_ROLE} TO {_user(connection)};"
        yield fault(
            ROLE,
            en=f"this user may not work as the role {APP_ROLE}: the wall between counties is missing",
            zh=f"当前用户不能以角色 {APP_ROLE} 工作：各县之间的第二道墙缺失",
            mend_en=f"as a superuser run {sql}",
            mend_zh=f"请以超级用户执行 {sql}",
        )
    query = text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role")
    if connection.execute(query, {"role": APP_ROLE}).scalar_one():
        sql = f"ALTER ROLE {APP_ROLE} NOSUPERUSER NOBYPASSRLS;"
        yield fault(
            ROLE,
            en=f"the role {APP_ROLE} may pass by row-level security",
            zh=f"角色 {APP_ROLE} 可以绕过行级安全",
            mend_en=f"as a superuser run {sql}",
            mend_zh=f"请以超级用户执行 {sql}",
        )
        return
    owned = _tables_like_an_owner(connection)
    if owned:
        names = ", ".join(owned)
        sql = f"REASSIGN OWNED BY {APP_ROLE} TO {_user(connection)};"
        yield fault(
            ROLE,
            en=f"the role {APP_ROLE} owns, or may act as the owner of, {names}: it could take the wall down",
            zh=f"角色 {APP_ROLE} 拥有或可充当 {names} 的所有者：它可以拆掉这道墙",
            mend_en=f"as a superuser run {sql} and revoke from it every role that owns a table",
            mend_zh=f"请以超级用户执行 {sql} 并收回授予它的一切表所有者角色",
        )


def _tables_like_an_owner(connection: Connection) -> list[str]:
    query = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' "
        "AND pg_has_role(:role, relowner, 'MEMBER') ORDER BY relname"
    )
    return list(connection.execute(query, {"role": APP_ROLE}).scalars())


def _bare_tables(connection: Connection) -> Iterator[Finding]:
    query = text(
        "SELECT relname, relrowsecurity AND relforcerowsecurity AS is_forced, EXISTS (SELECT 1 FROM pg_policy "
        "WHERE polrelid = pg_class.oid AND polname = 'within_reach') AS has_rule "
        "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'"
    )
    found = {row.relname: row for row in connection.execute(query)}
    for table, rule in WALLED.items():
        row = found.get(table)
        if row is None:  # a schema that is behind has its own finding
            continue
        mends = [] if row.is_forced else [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;"]
        if not row.has_rule:
            shown = f"{READS_ALL} OR {rule}"
            mends.append(f"CREATE POLICY within_reach ON {table} USING ({shown}) WITH CHECK ({shown});")
        if mends:
            yield fault(
                TABLES,
                en=f"row-level security is not in force on {table}",
                zh=f"表 {table} 的行级安全未生效",
                mend_en=f"as the owner run {' '.join(mends)}",
                mend_zh=f"请以所有者执行 {' '.join(mends)}",
            )


def _rights_too_many(connection: Connection) -> Iterator[Finding]:
    query = text(
        "SELECT has_table_privilege(:role, oid, 'UPDATE, DELETE, TRUNCATE') FROM pg_class "
        "WHERE oid = to_regclass(:table)"
    )
    for table in APPEND_ONLY:
        if connection.execute(query, {"table": table, "role": APP_ROLE}).scalar_one_or_none():
            sql = f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE};"
            yield fault(
                RIGHTS,
                en=f"the role {APP_ROLE} may change or delete rows of {table}, which is only added to",
                zh=f"角色 {APP_ROLE} 可以修改或删除 {table} 中的行，而该表只能追加",
                mend_en=f"as the owner run {sql}",
                mend_zh=f"请以所有者执行 {sql}",
            )


def _user(connection: Connection) -> str:
    return str(connection.execute(text("SELECT quote_ident(session_user)")).scalar_one())
