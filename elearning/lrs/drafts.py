"""Statements on their way in."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass
class Draft:
    """A statement on its way in; ``content`` is completed once it has a ``key``."""

    uuid: UUID
    content: dict[str, Any]
    digest: str
    key: int = 0

    @property
    def payload(self) -> str:
        return json.dumps(self.content, ensure_ascii=False, separators=(",", ":"))

    @property
    def verb(self) -> str:
        return str(self.content["verb"]["id"])

    @property
    def registration(self) -> str | None:
        registration: str | None = self.content.get("context", {}).get("registration")
        return registration
