"""The committed description of the API, from which the desk's types are made, is the server's own."""

import json
import os
from pathlib import Path

from fastapi.testclient import TestClient

COMMITTED = Path(__file__).resolve().parents[2] / "web" / "src" / "api" / "openapi.json"


def test_committed_api_description_is_the_servers(client: TestClient) -> None:
    """Mend with `WRITE_OPENAPI=1 pytest tests/server/test_openapi.py`, then `npm run types` in web/."""
    body = json.dumps(client.get("/api/openapi.json").json(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("WRITE_OPENAPI"):
        COMMITTED.write_text(body, encoding="utf-8")
    assert COMMITTED.read_text(encoding="utf-8") == body
