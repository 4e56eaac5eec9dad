"""Statements on their way in."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass
class IncomingStatement:
    """A statement on its way in; ``content`` is completed once it has a ``key``.

    ``payload`` is the content as text, as every reader will get it.
    """

    uuid: UUID
    content: dict[str, Any]
    digest: str
    key: int = 0
    payload: str = ""

    def write(self) -> None:
        """Write the completed content as text."""
        self.payload = _ENCODER.encode(self.content)

    @property
    def verb(self) -> str:
        return str(self.content["verb"]["id"])

    @property
    def registration(self) -> str | None:
        registration: str | None = self.content.get("context", {}).get("registration")
        return registration
