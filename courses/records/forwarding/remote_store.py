"""Another Learning Record Store, as tincan speaks with it, but never without end."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tincan import RemoteLRS
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

from courses.records.forwarding.http_connection import StoreConnection

_VERSION = "X-Experience-API-Version"


@dataclass(frozen=True)
class StoreResponse:
    """What the other store said."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """What it said as JSON; ``None`` where it is none."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class RemoteStore(RemoteLRS):  # type: ignore[misc]  # tincan has no types
    """tincan's client on one lasting connection, sending statements as they were stored.

    ``auth`` is the whole header, since tincan itself encodes credentials as ASCII; for
    ``timeout`` and ``before`` see ``StoreConnection``, also for what is raised where there is no
    answer. Close it at the end.
    """

    _props = [*RemoteLRS._props, "wire"]  # noqa: SLF001 — tincan lets nothing else be set

    def __init__(
        self,
        endpoint: str,
        auth: str,
        *,
        timeout: float,
        before: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__(endpoint=endpoint, auth=auth)
        self._wire = StoreConnection(endpoint, timeout=timeout, before=before)

    def send(self, payloads: Sequence[str], *, version: str) -> StoreResponse:
        """Send statements as one batch (Part Three, 2.1.2)."""
        body = f"[{','.join(payloads)}]".encode()
        return self.post(body, "application/json", version=version)

    def post(self, body: bytes, content_type: str, *, version: str) -> StoreResponse:
        """Send the body of a batch, whatever its type."""
        request = HTTPRequest(method="POST", resource="statements")
        request.headers |= {"Content-Type": content_type, _VERSION: version}
        request._content = body  # noqa: SLF001 — tincan would take bytes for text
        return self._ask(request)

    def fetch(self, uuid: str, *, version: str) -> StoreResponse:
        """Get one statement as the other store has it, voided or not (2.1.3)."""
        answer = self._fetch("statementId", uuid, version)
        if answer.status != 404:
            return answer
        return self._fetch("voidedStatementId", uuid, version)

    def ask_about(self) -> StoreResponse:
        """Ask which versions the other store speaks (2.8); no credential is needed."""
        return self._ask(HTTPRequest(method="GET", resource="about"))

    def close(self) -> None:
        """Hang up."""
        self._wire.close()

    def _fetch(self, parameter: str, uuid: str, version: str) -> StoreResponse:
        request = HTTPRequest(method="GET", resource="statements")
        request.headers[_VERSION] = version
        request.query_params[parameter] = uuid
        return self._ask(request)

    def _ask(self, request: HTTPRequest) -> StoreResponse:
        response = self._send_request(request)
        return StoreResponse(response.response.status, response.data)

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        query = urlencode(request.query_params)
        content = request.content
        response, data = self._wire.ask(
            request.method,
            f"{request.resource}?{query}" if query else request.resource,
            {"Authorization": self.auth} | request.headers,
            content.encode() if isinstance(content, str) else content,
        )
        return LRSResponse(
            success=response.status < 300,
            request=request,
            response=response,
            data=data.decode("utf-8", "replace"),
        )
