"""Check of statements as the store would, without storing them."""

import json

from elearning.lrs.spec import statement_lint
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion

#: The xAPI versions to check against, newest first.
VERSIONS = sorted((version.value for version in XapiVersion), reverse=True)
#: The maximum number of characters checked at once; in a form each may take six bytes.
LONGEST = 200_000


def find_json_error(text: str) -> tuple[int, int] | None:
    """Return the line and column where ``text`` stops being valid JSON, if it does."""
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return error.lineno, error.colno
    except (
        RecursionError,
        ValueError,
    ):  # too deep, or a number too long: a flaw as well
        return None
    return None


def list_statement_flaws(text: str, version: str) -> list[SpecError]:
    """Return the flaws of a statement, or a list of statements, in JSON.

    Each flaw has a ``path``, a ``message`` and a ``rule``, in English, as sent to other
    systems.
    """
    return statement_lint.lint_statements(text, XapiVersion(version))
