"""An answer that no route gives, in both languages, as the messages of ASGI."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.types import Message, Send

HeaderList = Sequence[tuple[bytes, bytes]]


@dataclass(frozen=True)
class PlainAnswer:
    """A status with its reason in English and Chinese; `id` names a fault that is in the log."""

    status: int
    detail: str
    detail_zh: str
    headers: HeaderList = ()
    id: str | None = None

    def body(self) -> bytes:
        """The JSON object that every refusal is: {detail, detail_zh}, with `id` where there is one."""
        said = {"detail": self.detail, "detail_zh": self.detail_zh}
        return json.dumps(said if self.id is None else {**said, "id": self.id}, ensure_ascii=False).encode()

    async def send(self, send: Send) -> None:
        """Answer with it; the connection's response must not have begun."""
        body = self.body()
        start: Message = {
            "type": "http.response.start",
            "status": self.status,
            "headers": [
                (b"content-type", b"application/json"),
                (b"content-length", str(len(body)).encode()),
                *self.headers,
            ],
        }
        await send(start)
        await send({"type": "http.response.body", "body": body})
