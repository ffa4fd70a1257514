"""Why somebody is not let in or his account is not changed, in both languages."""


class SignInTrouble(Exception):
    """`code` names the kind of trouble, `status` is HTTP's; `retry_after_s` says when it makes sense to try again."""

    def __init__(
        self, code: str, status: int, detail: str, detail_zh: str, *, retry_after_s: int | None = None
    ) -> None:
        self.code, self.status, self.detail, self.detail_zh = code, status, detail, detail_zh
        self.retry_after_s = retry_after_s
        super().__init__(detail)


def wrong_login() -> SignInTrouble:
    """The same for an unknown name and a wrong password."""
    return SignInTrouble(
        "wrong_login",
        401,
        "name or password is wrong; a forgotten password is set anew by your administrator",
        "登录名或密码有误；忘记密码请联系管理员重置",
    )


def code_needed() -> SignInTrouble:
    """The password was right."""
    return SignInTrouble(
        "code_needed",
        401,
        "type the six digits that your telephone shows, or one of your paper codes",
        "请输入手机上显示的六位验证码，或一个备用码",
    )


def wrong_code() -> SignInTrouble:
    return SignInTrouble(
        "wrong_code",
        401,
        "the code is wrong or was used before; wait for the next one, and see that the telephone's clock is right",
        "验证码有误或已使用，请等待下一个，并确认手机时间准确",
    )


def second_factor_due() -> SignInTrouble:
    return SignInTrouble(
        "second_factor_due",
        403,
        "your role needs a second factor; set it up in your account first",
        "您的角色要求启用两步验证，请先在“我的账户”中设置",
    )


def too_many_tries(wait_s: int) -> SignInTrouble:
    return SignInTrouble(
        "too_many_tries",
        429,
        f"too many failed tries; try again in {wait_s} s, or ask your administrator to unlock the account",
        f"失败次数过多，请 {wait_s} 秒后再试，或请管理员解锁账户",
        retry_after_s=wait_s,
    )


def weak_password(why: str, why_zh: str) -> SignInTrouble:
    return SignInTrouble("weak_password", 422, why, why_zh)


def wrong_old_password() -> SignInTrouble:
    return SignInTrouble(
        "wrong_old_password", 403, "the present password is wrong; type it again", "当前密码有误，请重新输入"
    )


def from_another_site() -> SignInTrouble:
    return SignInTrouble(
        "from_another_site",
        403,
        "this request came from another site and was not carried out; do it on the desk itself",
        "该请求来自其他网站，未予执行；请在工作台内操作",
    )


def used_key() -> SignInTrouble:
    return SignInTrouble(
        "used_key",
        410,
        "this address was used before or is too old; ask for a new one",
        "该链接已使用或已过期，请重新获取",
    )


def already_founded() -> SignInTrouble:
    return SignInTrouble(
        "already_founded", 409, "there is an organisation already; sign in", "已有机构数据，请直接登录"
    )


def provider_failed(provider: str, why: str) -> SignInTrouble:
    return SignInTrouble(
        "provider_failed",
        502,
        f"the sign-in {provider} did not work: {why}; try again, or sign in by password",
        f"外部登录 {provider} 失败（{why}），请重试或使用密码登录",
    )


def visit_over() -> SignInTrouble:
    return SignInTrouble(
        "visit_over",
        400,
        "this sign-in took too long or was begun in another browser; begin again",
        "本次外部登录已超时或不是在此浏览器发起，请重新开始",
    )


def not_linked() -> SignInTrouble:
    return SignInTrouble(
        "not_linked",
        403,
        "that account belongs to nobody here; sign in by password and link it in your account, or ask an administrator",
        "该外部账号尚未关联本系统人员；请用密码登录后在“我的账户”中关联，或联系管理员",
    )


def unknown_item(what: str, what_zh: str) -> SignInTrouble:
    return SignInTrouble("unknown", 404, f"there is no such {what} of yours", f"没有属于您的此{what_zh}")


def own_account() -> SignInTrouble:
    return SignInTrouble(
        "own_account",
        403,
        "one's own account is changed on its own page, which asks for the password",
        "本人账户请在“我的账户”中修改，须先输入密码",
    )


def service_account() -> SignInTrouble:
    return SignInTrouble(
        "service_account",
        409,
        "a service does not sign in; issue or revoke its tokens",
        "服务账户不登录，请签发或吊销其服务令牌",
    )


def bad_value(detail: str, detail_zh: str) -> SignInTrouble:
    return SignInTrouble("bad_value", 422, detail, detail_zh)


def refused(reason: str, reason_zh: str) -> SignInTrouble:
    """The door refused a command of the account."""
    return SignInTrouble("refused", 409, reason, reason_zh)


def not_by_token() -> SignInTrouble:
    return SignInTrouble(
        "not_by_token",
        403,
        "an account is changed in a browser by who signed in there, not by a service token",
        "账户设置只能由本人登录后在浏览器中修改，不能使用服务令牌",
    )
