"""The alternate request syntax of xAPI 1.0.3 (Part Three, 1.3), unwrapped.

``POST …?method=PUT`` with a form in its body: ``content``, headers and parameters by
name. It is for browsers that can send nothing else; 2.0 no longer has it.
"""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.datastructures import CaseInsensitiveMapping
from django.utils.http import parse_header_parameters

from elearning.lrs.errors import RequestError
from elearning.lrs.http import request_body
from elearning.lrs.http.incoming_request import (
    IncomingRequest,
    parse_url_encoded,
    require_version,
)
from elearning.lrs.spec.xapi_versions import XapiVersion

_RULE = "xAPI 1.0.3, Part 3, 1.3"
_JSON = "application/json"
#: Form parameters that are headers.
_HEADERS = frozenset(
    {
        "authorization",
        "content-length",
        "content-type",
        "if-match",
        "if-none-match",
        "x-experience-api-version",
    }
)
#: Content types of forms in browsers of that time; the header need not be right.
_FORMS = frozenset({"", "application/x-www-form-urlencoded", "text/plain"})
_WITH_CONTENT = frozenset({"POST", "PUT"})


def unwrap_request(request: HttpRequest, query: Mapping[str, str]) -> IncomingRequest:
    """Return the request wrapped in a POST with ``method`` in its URL.

    A header in the form takes precedence. Content without a ``Content-Type`` in the
    form is JSON; the ``Content-Length`` in the form is ignored, since some clients
    count characters. Raises ``RequestError``.
    """
    if len(query) > 1:
        raise _refusal("Beside method, parameters belong into the form.")
    _demand_form(request.headers.get("Content-Type", ""))
    form = parse_url_encoded(request_body.read_body(request))
    content = form.pop("content", None)
    named = {name: form.pop(name) for name in list(form) if name.lower() in _HEADERS}
    headers: Mapping[str, str] = CaseInsensitiveMapping(
        {**request.headers, "Content-Type": _JSON, **named}
    )
    version = require_version(headers)
    if version != XapiVersion.ONE:
        raise RequestError(
            f"xAPI {version} has no alternate request syntax.",
            requirement="xAPI 2.0.0, Annex",
        )
    body = _content(content, query["method"], headers)
    return IncomingRequest(query["method"], version, form, headers, body)


def _demand_form(content_type: str) -> None:
    essence, facts = _parsed(content_type)
    if essence not in _FORMS:
        raise _refusal("Send the form as application/x-www-form-urlencoded.")
    if facts.get("charset", "utf-8").lower() != "utf-8":
        raise _refusal("Send the form in UTF-8.")


def _content(
    content: str | None, method: str, headers: Mapping[str, str]
) -> bytes | None:
    if method in _WITH_CONTENT and content is None:
        raise _refusal("The form has no parameter content.")
    if method not in _WITH_CONTENT and content is not None:
        raise _refusal(f"{method} takes no content.")
    if _parsed(headers["Content-Type"])[0].startswith("multipart/"):
        raise _refusal("A form cannot carry the data of attachments.")
    return None if content is None else content.encode()


def _parsed(content_type: str) -> tuple[str, dict[str, str]]:
    try:
        return parse_header_parameters(content_type)
    except ValueError:
        raise _refusal("This is no Content-Type.") from None


def _refusal(message: str) -> RequestError:
    return RequestError(message, requirement=_RULE)
