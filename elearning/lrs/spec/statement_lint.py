"""All flaws of statements in JSON, for people who correct them."""

from itertools import islice

from elearning.lrs.spec import statement_schema
from elearning.lrs.spec.errors import SpecError
from elearning.lrs.spec.strict_json import read_json
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
        content = read_json(text)
    except SpecError as flaw:
        return [flaw]
    if isinstance(content, list):
        found = statement_schema.iter_batch_flaws(content, version)
    else:
        found = statement_schema.iter_flaws(content, version)
    return list(islice(found, MOST))
