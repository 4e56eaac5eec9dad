"""Client for another Learning Record Store, based on tincan, with limited waiting times."""

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
    """A response of the other store."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The body as JSON; ``None`` if it is not JSON."""
        try:
            return json.loads(self.text)
        except ValueError:
            return None


class RemoteStore(RemoteLRS):  # type: ignore[misc]  # tincan has no types
    """tincan’s client on one persistent connection, sending statements as stored.

    ``auth`` is the whole header, since tincan encodes credentials as ASCII.
    ``timeout``, ``before`` and the errors raised without a response are those of
    ``StoreConnection``. Close it at the end.
    """

    _props = [*RemoteLRS._props, "wire"]  # noqa: SLF001 — tincan allows no other attributes

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
        request._content = body  # noqa: SLF001 — tincan would treat bytes as text
        return self._ask(request)

    def fetch(self, uuid: str, *, version: str) -> StoreResponse:
        """Return one statement as the other store has it, voided or not (2.1.3)."""
        answer = self._fetch("statementId", uuid, version)
        if answer.status != 404:
            return answer
        return self._fetch("voidedStatementId", uuid, version)

    def ask_about(self) -> StoreResponse:
        """Ask for the versions of the other store (2.8); no credential is needed."""
        return self._ask(HTTPRequest(method="GET", resource="about"))

    def close(self) -> None:
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
