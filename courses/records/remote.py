"""Another Learning Record Store, as tincan speaks with it, but never without end."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from tincan import RemoteLRS
from tincan.http_request import HTTPRequest
from tincan.lrs_response import LRSResponse

_TIMEOUT = 20
_LONGEST_ANSWER = 1_000_000
_LONGEST_REASON = 1000


@dataclass(frozen=True)
class Answer:
    """What the other store said."""

    status: int
    text: str


class Remote(RemoteLRS):  # type: ignore[misc]  # tincan has no types
    """tincan's client with a timeout, sending statements as they were stored.

    ``auth`` is the whole header, since tincan itself encodes credentials as ASCII.
    """

    def send(self, payloads: list[str]) -> Answer:
        """Send statements as one batch."""
        body = f"[{','.join(payloads)}]".encode()
        request = HTTPRequest(method="POST", resource="statements")
        request.headers["Content-Type"] = "application/json"
        request.content = body
        answer = self._ask(request)
        return Answer(answer.status, answer.text[:_LONGEST_REASON])

    def fetch(self, uuid: str) -> Answer:
        """Get one statement as the other store has it."""
        request = HTTPRequest(method="GET", resource="statements")
        request.query_params["statementId"] = uuid
        return self._ask(request)

    def _ask(self, request: HTTPRequest) -> Answer:
        response = self._send_request(request)
        return Answer(response.response.status, response.data)

    def _send_request(self, request: HTTPRequest) -> LRSResponse:
        url = urlsplit(self.endpoint.rstrip("/") + "/" + request.resource)
        secure = url.scheme == "https"
        connect = HTTPSConnection if secure else HTTPConnection
        connection = connect(url.hostname or "", url.port, timeout=_TIMEOUT)
        query = urlencode(request.query_params)
        headers = {"X-Experience-API-Version": self.version, "Authorization": self.auth}
        try:
            connection.request(
                request.method,
                f"{url.path}?{query}" if query else url.path,
                body=request.content,
                headers=headers | request.headers,
            )
            response = connection.getresponse()
            data = response.read(_LONGEST_ANSWER)
        finally:
            connection.close()
        return LRSResponse(
            success=response.status < 300,  # noqa: PLR2004 — the limit of success
            request=request,
            response=response,
            data=data.decode("utf-8", "replace"),
        )
