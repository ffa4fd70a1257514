"""What a route refuses in its own words reaches the reader as words, in both languages."""

from fastapi import FastAPI, HTTPException
from fastapi.testclient import TestClient

from tianlu.server.refusals import add_refusals


def test_words_of_a_route_in_both_languages_stay_words() -> None:
    app = FastAPI()
    add_refusals(app)

    @app.get("/api/both")
    def both() -> None:
        raise HTTPException(404, {"detail": "you have sent no such command", "detail_zh": "您没有提交过该命令"})

    @app.get("/api/one")
    def one() -> None:
        raise HTTPException(404, "no bag rides then")

    client = TestClient(app)
    told = {"code": "http_404", "detail": "you have sent no such command", "detail_zh": "您没有提交过该命令"}
    assert client.get("/api/both").json() == told
    assert client.get("/api/one").json()["detail"] == "no bag rides then"
    assert client.get("/api/one").json()["detail_zh"] == "没有这个地址或内容"
