"""A small document as Typst sets papers: tagged, fit for an archive."""

from functools import cache

import typst

_SHEET = """
#set document(title: "{title}", author: "Training platform")
#set text(lang: "{language}")
#set page(width: 12cm, height: 6cm)
= {title}
{text}
"""


@cache
def paper(language="en", text="It holds.", title="Certificate"):
    """A tagged PDF (PDF/UA-1, PDF/A-3a) of one page."""
    written = _SHEET.format(language=language, title=title, text=text)
    return typst.compile(
        written.encode(),
        format="pdf",
        pdf_standards=["ua-1", "a-3a"],
        timestamp=0,
    )
