"""Why an order, a cancel or a retry is refused, and how to mend it, in both languages."""

from tianlu.command.receipt import Refusal
from tianlu.jobs.model import JobState

STATE_WORDS = {
    JobState.WAITING: ("waiting", "等待中"),
    JobState.RUNNING: ("under way", "进行中"),
    JobState.DONE: ("done", "已完成"),
    JobState.FAILED: ("failed", "已失败"),
    JobState.CANCELLED: ("stopped", "已停止"),
}


def no_such_job(job: str, org: str) -> Refusal:
    return Refusal(
        "no_such_job",
        f"there is no job {job} at {org}",
        "load the list of jobs and choose one of it",
        f"{org} 没有任务 {job}",
        "请刷新任务列表后重新选择",
    )


def no_such_work(kind: str) -> Refusal:
    return Refusal(
        "no_such_work",
        f"there is no kind of work {kind}",
        "bring the program up to date",
        f"没有任务类型 {kind}",
        "请升级程序",
    )


def job_exists(job: str) -> Refusal:
    return Refusal(
        "job_exists",
        f"a job {job} was ordered before",
        "order it with a new id",
        f"任务 {job} 已下达过",
        "请换用新的编号重新下达",
    )


def job_ended(job: str, state: JobState) -> Refusal:
    en, zh = STATE_WORDS[state]
    return Refusal(
        "job_ended",
        f"job {job} has ended: it is {en}",
        "nothing is left to be stopped",
        f"任务 {job} 已结束：{zh}",
        "无需停止",
    )


def not_to_be_retried(job: str, state: JobState) -> Refusal:
    en, zh = STATE_WORDS[state]
    return Refusal(
        "not_to_be_retried",
        f"job {job} is {en}: only one that failed, or was stopped with nothing kept, is tried again",
        "order it anew",
        f"任务 {job} {zh}：只有失败的任务、或停止时未留下结果的任务可以重试",
        "请重新下达",
    )
