"""What any route may answer instead of its own: in both languages, and so described."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

PROBLEMS_MAX = 20
WORDS_ZH: Mapping[int, str] = {
    400: "请求读不懂；请检查格式后再发",
    404: "没有这个地址或内容",
    405: "这个地址不支持这种请求方法",
    413: "内容太大；请分几次发送",
}
OTHERWISE_ZH = "请求未能完成；请核对后再试"
ANYWHERE: Mapping[str, str] = {
    "400": "Not to be read, or over a limit",
    "401": "Not signed in",
    "403": "Not allowed",
    "404": "Not there, or not to be seen",
    "413": "Too large",
    "422": "Not as described, or not to be done",
    "429": "Too many at once",
    "500": "A fault of the server, with its id",
    "503": "Nothing can be written now",
}
"""Statuses that every route under /api may answer with, whatever else it answers."""
REFUSED: dict[str, Any] = {
    "type": "object",
    "title": "RefusedBody",
    "required": ["detail", "detail_zh"],
    "properties": {
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "detail_zh": {"type": "string"},
        "id": {"type": "string"},
        "problems": {"type": "array", "items": {"type": "object", "additionalProperties": True}},
    },
}


def add_refusals(app: FastAPI) -> None:
    """Answer what the framework refuses as the rooms do, and describe it for every route under /api."""
    app.add_exception_handler(RequestValidationError, _not_as_described)
    app.add_exception_handler(HTTPException, _plain)
    describe = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe_refusals(describe())
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]


def describe_refusals(description: dict[str, Any]) -> dict[str, Any]:
    """Every operation with what it may be refused by; what a room has described itself stays."""
    schemas = description.setdefault("components", {}).setdefault("schemas", {})
    schemas["RefusedBody"] = REFUSED
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/RefusedBody"}}}
    for operations in description["paths"].values():
        for operation in operations.values():
            answers = operation["responses"]
            for status, words in ANYWHERE.items():
                if status not in answers or "HTTPValidationError" in str(answers[status]):
                    answers[status] = {"description": words, "content": content}
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return description


def _not_as_described(_: Request, trouble: Exception) -> JSONResponse:
    """Names each field that is wrong; what stands in it is not sent back, for it may be a secret."""
    assert isinstance(trouble, RequestValidationError)
    problems = [_problem(error) for error in trouble.errors()[:PROBLEMS_MAX]]
    fields = ", ".join(problem["field"] for problem in problems)
    body = {
        "code": "not_as_described",
        "detail": f"mend {fields}: {problems[0]['expected']}; /api/openapi.json describes what is taken",
        "detail_zh": f"请改正 {fields}；可接受的内容见 /api/openapi.json",
        "problems": problems,
    }
    return JSONResponse(body, status_code=422)


def _problem(error: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "code": "not_as_described",
        "table": "request",
        "row": None,
        "field": ".".join(str(part) for part in error["loc"]),
        "found": str(error["type"]),
        "expected": str(error["msg"]),
        "how_to_fix": "Send it as /api/openapi.json describes.",
        "expected_zh": "接口说明所列的格式",
        "how_to_fix_zh": "请按 /api/openapi.json 的说明填写。",
    }


def methods_of(description: Mapping[str, Any], path: str) -> list[str]:
    """The methods that an address is described with, in their order; none where there is no such address."""
    fitting = (each for template, each in description["paths"].items() if _pattern(template).fullmatch(path))
    return sorted({method.upper() for operations in fitting for method in operations})


@cache
def _pattern(template: str) -> re.Pattern[str]:
    pieces = re.split(r"{\w+}", template)
    return re.compile("[^/]+".join(re.escape(piece) for piece in pieces))


def _plain(request: Request, trouble: Exception) -> JSONResponse:
    """An address that is there for other methods says for which."""
    assert isinstance(trouble, HTTPException)
    methods = methods_of(request.app.openapi(), request.url.path) if trouble.status_code in (404, 405) else []
    if methods and request.method not in methods:
        trouble = HTTPException(405, f"only {', '.join(methods)} here", {"Allow": ", ".join(methods)})
    code, said = f"http_{trouble.status_code}", trouble.detail
    if isinstance(said, Mapping):  # a room's own words, in both languages
        body = {"code": code, **said}
    else:
        body = {"code": code, "detail": str(said), "detail_zh": WORDS_ZH.get(trouble.status_code, OTHERWISE_ZH)}
    return JSONResponse(body, status_code=trouble.status_code, headers=trouble.headers)
