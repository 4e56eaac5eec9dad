"""All flaws of statements in JSON, for people who correct them."""

import json
from itertools import islice
from typing import Any

from elearning.lrs.spec import statement_schema
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.strict_json import load_strict_json
from elearning.lrs.spec.xapi_versions import XapiVersion

#: The maximum number of flaws listed.
MOST = 100


def lint_statements(text: str, version: XapiVersion) -> list[SpecError]:
    """Return the flaws of the statement, or the batch of statements, in ``text``.

    The first ``MOST`` in the order of the text, each with ``path``, ``message`` and
    ``rule``; none if the statement is valid in ``version``. Nothing is raised for any
    text.
    """
    try:
        content = _read(text)
    except SpecError as flaw:
        return [flaw]
    if isinstance(content, list):
        found = statement_schema.iter_batch_flaws(content, version)
    else:
        found = statement_schema.iter_flaws(content, version)
    return list(islice(found, MOST))


def _read(text: str) -> Any:
    """Return the parsed ``text``; refuse what cannot be stored, and duplicates (2.4)."""
    try:
        content = load_strict_json(text, _object)
        json.dumps(content, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise _refusal(f"This is not JSON at {where}: {error.msg}.") from None
    except UnicodeEncodeError:
        raise _refusal("A text has half a character, such as \\ud800.") from None
    except (ValueError, RecursionError):
        wrong = "A number is too large to keep, or something is nested too deeply."
        raise _refusal(wrong) from None
    return content


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        keys = [key for key, _item in pairs]
        twice = next(key for key in content if keys.count(key) > 1)
        raise SpecError("2.4", f"An object has “{twice}” more than once.", "XAPI-00021")
    return content


def _refusal(message: str) -> SpecError:
    return SpecError("2.2", message, "XAPI-00014")
