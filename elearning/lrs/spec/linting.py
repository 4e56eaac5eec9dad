"""All that is wrong with statements written as JSON, for people who mend them."""

from itertools import islice

from elearning.lrs.spec import statements
from elearning.lrs.spec.flaws import SpecError
from elearning.lrs.spec.reading import read
from elearning.lrs.spec.versions import Version

#: The most flaws that are listed.
MOST = 100


def lint(text: str, version: Version) -> list[SpecError]:
    """Return the flaws of the statement, or the batch of statements, in ``text``.

    The first ``MOST`` of them in the order of the text, each with its ``path``,
    ``message`` and ``rule``; none where a store of ``version`` takes it. Nothing is
    raised, whatever the text.
    """
    try:
        content = read(text)
    except SpecError as flaw:
        return [flaw]
    if isinstance(content, list):
        found = statements.flaws_of_all(content, version)
    else:
        found = statements.flaws_of(content, version)
    return list(islice(found, MOST))
