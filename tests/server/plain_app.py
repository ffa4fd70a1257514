"""A small application behind a layer of the server, and one request to it."""

from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route


async def echo(request: Request) -> Response:
    return JSONResponse({"bytes": len(await request.body())})


async def form(request: Request) -> Response:
    async with request.form() as sent:
        return JSONResponse({"fields": len(sent)})


async def cached(_: Request) -> Response:
    return PlainTextResponse("kept", headers={"Cache-Control": "public, max-age=60"})


async def broken(_: Request) -> Response:
    raise RuntimeError("the password is swordfish")


async def half(_: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        yield b"first"
        raise RuntimeError("in the middle")

    return StreamingResponse(pieces())


async def forbidden(request: Request) -> Response:
    request.state.person = "p-7"
    return JSONResponse({}, status_code=403)


def plain_app() -> Starlette:
    """Routes that echo, keep, break and refuse."""
    return Starlette(
        routes=[
            Route("/", cached),
            Route("/api/echo", echo, methods=["GET", "POST"]),
            Route("/api/form", form, methods=["POST"]),
            Route("/api/kept", cached),
            Route("/api/sign-out", echo, methods=["POST"]),
            Route("/api/openapi.json", echo),
            Route("/api/broken", broken),
            Route("/api/half", half),
            Route("/api/forbidden", forbidden),
        ]
    )
