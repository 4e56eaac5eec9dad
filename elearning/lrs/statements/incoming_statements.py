"""Statements being stored."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass
class IncomingStatement:
    """A statement being stored; ``content`` is completed once it has a ``key``.

    ``payload`` is the content as text, as returned to readers.
    """

    uuid: UUID
    content: dict[str, Any]
    digest: str
    key: int = 0
    payload: str = ""

    def write(self) -> None:
        self.payload = _ENCODER.encode(self.content)

    @property
    def verb(self) -> str:
        return str(self.content["verb"]["id"])

    @property
    def registration(self) -> str | None:
        registration: str | None = self.content.get("context", {}).get("registration")
        return registration
