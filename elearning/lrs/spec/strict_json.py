"""Strict and crash-free parsing of JSON, as the specification demands."""

import json
import math
from typing import Any, NoReturn

from elearning.lrs.spec.errors import SpecError


def read_json(text: str) -> Any:
    """Return the parsed ``text``.

    Raises ``SpecError`` for invalid JSON (RFC 8259) or values that cannot be stored,
    and for duplicate properties of an object (2.4).
    """
    try:
        content = json.loads(
            text,
            object_pairs_hook=_object,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
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


def _finite(written: str) -> float:
    value = float(written)
    if not math.isfinite(value):
        raise ValueError(written)
    return value


def _refuse_constant(written: str) -> NoReturn:
    raise ValueError(written)


def _refusal(message: str) -> SpecError:
    return SpecError("2.2", message, "XAPI-00014")
