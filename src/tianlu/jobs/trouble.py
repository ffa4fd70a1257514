"""Why work failed: what can pass and is tried again, what is final, and in which words it is said."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from tianlu.core.problem import ProblemsFound
from tianlu.db.group_commit import WriterClosed
from tianlu.jobs.model import JobTrouble

GAVE_UP = JobTrouble(
    "gave_up",
    "the server ended each time while this was under way; see whether it has memory enough, then retry",
    "每次执行中服务器都中断了；请检查内存是否充足，然后重试",
)


class JobFailed(Exception):
    """Work cannot be done as it was ordered; `may_pass` says that another time it might."""

    def __init__(self, trouble: JobTrouble, *, may_pass: bool = False) -> None:
        super().__init__(trouble.en)
        self.trouble, self.may_pass = trouble, may_pass


PASSING = (OperationalError, InterfaceError, WriterClosed, MemoryError, OSError)


def trouble_of(raised: Exception) -> JobFailed:
    """What was raised in words, and whether it can pass."""
    if isinstance(raised, JobFailed):
        return raised
    if isinstance(raised, ProblemsFound):
        en = "; ".join(f"{each.found}: {each.how_to_fix}" for each in raised.problems)
        zh = "；".join(f"{each.found}：{each.how_to_fix_zh or each.how_to_fix}" for each in raised.problems)
        return JobFailed(JobTrouble("bad_input", en, zh))
    words = f"{type(raised).__name__}: {raised}"
    if isinstance(raised, PASSING) or (isinstance(raised, DBAPIError) and raised.connection_invalidated):
        en, zh = f"the machine could not do it just now ({words})", f"机器暂时无法执行（{words}）"
        return JobFailed(JobTrouble("may_pass", en, zh), may_pass=True)
    return JobFailed(JobTrouble("bug", f"the program failed ({words})", f"程序出错（{words}）"))
