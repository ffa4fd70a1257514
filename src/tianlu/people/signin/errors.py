"""How not being let in is answered over HTTP, the same for the routes of all rooms."""

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse

from tianlu.people.gate import NotAllowed, NotSignedIn
from tianlu.people.signin.trouble import SignInTrouble


def add_sign_in_errors(app: FastAPI) -> None:
    """To be called once for an application whose routes ask a gate."""
    app.add_exception_handler(NotSignedIn, _not_signed_in)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(SignInTrouble, _trouble)


def _not_signed_in(_: Request, __: Exception) -> JSONResponse:
    body = {"code": "not_signed_in", "detail": "sign in first", "detail_zh": "请先登录"}
    return JSONResponse(body, 401, headers={"WWW-Authenticate": "Bearer"})


def _not_allowed(_: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, NotAllowed)
    body = {
        "code": "not_allowed",
        "detail": f"{trouble}; ask who manages that unit",
        "detail_zh": f"您在 {trouble.org} 没有此权限（需要 {trouble.permission}），请联系该机构的管理员",
    }
    return JSONResponse(body, 403)


def _trouble(_: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, SignInTrouble)
    body = {"code": trouble.code, "detail": trouble.detail, "detail_zh": trouble.detail_zh}
    headers = {} if trouble.retry_after_s is None else {"Retry-After": str(trouble.retry_after_s)}
    return JSONResponse(body, trouble.status, headers=headers)
