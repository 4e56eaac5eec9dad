"""Conversion of stored rich text to HTML with current link addresses."""

from collections.abc import Sequence

from wagtail.rich_text import expand_db_html

#: A control character, which editors remove, so no rich text contains it.
_BETWEEN = "\x1e"


def expand_links(texts: Sequence[str]) -> list[str]:
    """Return each of ``texts`` with addresses for its links to pages and files.

    All texts are converted together, so the number of queries does not grow with them.
    A link to a missing page loses its address and stays as words.
    """
    if not texts:
        return []
    joined = _BETWEEN.join(text.replace(_BETWEEN, "") for text in texts)
    return str(expand_db_html(joined)).split(_BETWEEN)
