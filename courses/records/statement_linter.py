"""Look over statements as the store does, and keep nothing of them."""

import json

from elearning.lrs.spec import statement_lint
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.xapi_versions import XapiVersion

#: The versions statements are checked by, the newest first.
VERSIONS = sorted((version.value for version in XapiVersion), reverse=True)
#: The most characters that are looked over at once; in a form each may take six bytes.
LONGEST = 200_000


def find_json_error(text: str) -> tuple[int, int] | None:
    """Return the line and column where ``text`` ceases to be JSON, if it does."""
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
    """Return what is wrong with a statement, or a list of them, in JSON.

    Each flaw has a ``path``, a ``message`` and a ``rule``, in English, as another
    system would be told.
    """
    return statement_lint.lint_statements(text, XapiVersion(version))
