"""What only PostgreSQL has: a wall of roles and policies, a log that may be held back, commits over a connection."""

import time
from collections.abc import Iterator

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from tianlu.db.doctor.place import MEASURED_S, MIB, durable_writes
from tianlu.db.finding import Finding, note, sound
from tianlu.db.wall import WALLED, find_holes

LOG_NOTE_MIB = 4096
OLD_S = 3600


def find_wall(connection: Connection) -> list[Finding]:
    """As whoever logs in, before the role is taken on."""
    return find_holes(connection) or [
        sound(
            "wall",
            en=f"the role owns nothing, row-level security is forced on {len(WALLED)} tables",
            zh=f"应用角色不拥有任何表，{len(WALLED)} 张表强制行级安全",
        )
    ]


def find_log(connection: Connection) -> Iterator[Finding]:
    """What keeps PostgreSQL from throwing its log away: slots that nobody reads, transactions that nobody ends."""
    held = text(
        "SELECT slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint AS bytes "
        "FROM pg_replication_slots WHERE restart_lsn IS NOT NULL AND NOT pg_is_in_recovery()"
    )
    found = [
        note(
            "wal",
            en=f"the replication slot {row.slot_name} holds back {row.bytes // MIB:,} MiB of the log",
            zh=f"复制槽 {row.slot_name} 使 {row.bytes // MIB:,} MiB 日志无法回收",
            mend_en="see that its reader runs; if it is gone for good, drop it by pg_drop_replication_slot",
            mend_zh="请检查其读取方是否在运行；若已废弃，请用 pg_drop_replication_slot 删除",
        )
        for row in connection.execute(held)
        if row.bytes >= LOG_NOTE_MIB * MIB
    ]
    old = text(
        "SELECT pid, extract(epoch FROM now() - xact_start)::int AS seconds FROM pg_stat_activity "
        "WHERE datname = current_database() AND now() - xact_start > make_interval(secs => :old)"
    )
    for row in connection.execute(old, {"old": OLD_S}):
        found.append(
            note(
                "wal",
                en=f"process {row.pid} has been in one transaction for {row.seconds // 60} minutes",
                zh=f"进程 {row.pid} 的一个事务已持续 {row.seconds // 60} 分钟",
                mend_en="see what it does; pg_terminate_backend ends it",
                mend_zh="请查明它在做什么；可用 pg_terminate_backend 结束",
            )
        )
    size = _log_size(connection)
    yield from found or [sound("wal", en=f"nothing holds the log back{size}", zh=f"没有什么阻碍日志回收{size}")]


def _log_size(connection: Connection) -> str:
    """Only a superuser and members of pg_monitor may ask."""
    may = text("SELECT has_function_privilege('pg_ls_waldir()', 'execute')")
    if not connection.execute(may).scalar_one():
        return ""
    size = connection.execute(text("SELECT coalesce(sum(size), 0)::bigint FROM pg_ls_waldir()")).scalar_one()
    return f" ({int(size) // MIB:,} MiB)"


def find_commit_speed(engine: Engine) -> Finding:
    """Commits a second, one after another, each with a message in the log and no row anywhere."""
    count = 0
    try:
        with engine.connect() as connection:
            begun = time.perf_counter()
            while (passed := time.perf_counter() - begun) < MEASURED_S:
                connection.execute(text("SELECT pg_logical_emit_message(true, 'tianlu doctor', '')"))
                connection.commit()
                count += 1
    except DBAPIError as trouble:
        return note(
            "fsync",
            en=f"commits could not be timed ({trouble.orig})",
            zh=f"无法测量提交速度（{trouble.orig}）",
            mend_en="see whether the database takes writes, or is a copy that only reads",
            mend_zh="请检查数据库是否可写，或是否为只读副本",
        )
    return durable_writes(count / passed)
