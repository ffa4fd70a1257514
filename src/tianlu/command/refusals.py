"""The door's own reasons to refuse, before any handler is asked."""

from tianlu.command.receipt import Refusal


def unknown_kind(kind: str, schema: int) -> Refusal:
    return Refusal(
        "unknown_kind",
        f"this server knows no command {kind} of version {schema}",
        "update the app or the server, then send it again",
        f"服务器不认识第 {schema} 版的命令 {kind}",
        "请更新客户端或服务器后重新提交",
    )


def not_an_envelope(trouble: str) -> Refusal:
    return Refusal(
        "not_an_envelope",
        f"this is no command: {trouble}",
        "see /api/openapi.json for what a command is made of",
        f"这不是一条命令：{trouble}",
        "命令的组成请见 /api/openapi.json",
    )


def not_taken_here(kind: str) -> Refusal:
    return Refusal(
        "not_taken_here",
        f"{kind} is made by the server itself",
        "use the page or the route that is for it",
        f"命令 {kind} 只能由服务器发出",
        "请使用相应的页面或接口",
    )


def bad_body(trouble: str) -> Refusal:
    return Refusal(
        "bad_body",
        f"the command cannot be read: {trouble}",
        "correct the values named and send it with a new id",
        f"命令内容无法读取：{trouble}",
        "请改正所列内容，用新的编号重新提交",
    )


def not_allowed(permission: str, org: str) -> Refusal:
    return Refusal(
        "not_allowed",
        f"you may not do this at {org} (it needs {permission})",
        "ask who manages that unit to do it or to give you the role",
        f"您在 {org} 没有执行此操作的权限（需要 {permission}）",
        "请联系该机构的管理员代办或授予相应角色",
    )


def count_used(seq: int, next_seq: int) -> Refusal:
    return Refusal(
        "count_used",
        f"this device has sent its number {seq} before; its next is {next_seq}",
        "load what the server has and send the change anew",
        f"该设备的第 {seq} 号命令已提交过，下一号应为 {next_seq}",
        "请先同步服务器数据，再重新提交该更改",
    )


def too_far_ahead(seq: int, next_seq: int, held_max: int) -> Refusal:
    return Refusal(
        "too_far_ahead",
        f"number {seq} came while number {next_seq} is missing; at most {held_max} are held",
        f"send number {next_seq} first",
        f"第 {next_seq} 号命令尚未收到，第 {seq} 号暂不能接收（最多暂存 {held_max} 条）",
        f"请先提交第 {next_seq} 号命令",
    )


def stale_base(base: int, version: int) -> Refusal:
    return Refusal(
        "stale_base",
        f"somebody changed it meanwhile: you saw version {base}, it is now {version}",
        "look at the new version and decide again",
        f"内容已被他人修改：您看到的是第 {base} 版，现为第 {version} 版",
        "请查看最新版本后再作决定",
    )


def failed(trouble: str) -> Refusal:
    """A fault of ours; the command can be played again when it is mended."""
    return Refusal(
        "failed",
        f"the server failed at this command ({trouble}); nothing was changed",
        "it is kept among the dead letters and can be played again",
        f"服务器处理此命令时出错（{trouble}），数据未变动",
        "该命令已列入待处理清单，修复后可重新执行",
    )


def id_used() -> Refusal:
    return Refusal(
        "id_used",
        "this id was used before, for another command",
        "send it again with a new id",
        "该编号已用于另一条命令",
        "请换用新的编号重新提交",
    )


def number_taken(seq: int) -> Refusal:
    return Refusal(
        "number_taken",
        f"another command of this device waits under number {seq}",
        "load what the server has and send the change anew",
        f"该设备已有另一条第 {seq} 号命令在等待",
        "请先同步服务器数据，再重新提交该更改",
    )


def no_such_letter(id_: str) -> Refusal:
    return Refusal(
        "no_such_letter",
        f"there is no open dead letter of command {id_} that you may settle",
        "load the list again; somebody may have settled it",
        f"没有可由您处理的、编号为 {id_} 的死信",
        "请刷新清单，可能已由他人处理",
    )


def nothing_held(actor: str, device: str) -> Refusal:
    return Refusal(
        "nothing_held",
        f"nothing that you may see to is held for {device} of {actor}",
        "load the list again; the missing command may have come",
        f"{actor} 的设备 {device} 没有可由您处理的暂存命令",
        "请刷新清单，缺少的命令可能已经收到",
    )


def not_missing(missing_to: int, due: int, first: int) -> Refusal:
    return Refusal(
        "not_missing",
        f"numbers {due} to {first - 1} are missing, number {missing_to} is not",
        f"skip up to one of numbers {due} to {first - 1}",
        f"缺失的是第 {due} 至 {first - 1} 号命令，第 {missing_to} 号并未缺失",
        f"请在第 {due} 至 {first - 1} 号之间选择跳过的终点",
    )
