"""Texts in QTI items."""

import re
from collections.abc import Iterator, Sequence

from content.questions.notation.xml_nodes import XmlNode

#: Interactions inside a line of text.
INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_BLOCKS = {"p", "div", "li", "prompt", "h1", "h2", "h3", "tr", "blockquote"}
_ASIDE = {"feedbackInline", "feedbackBlock", "rubricBlock", "templateInline"}
_SPACES = re.compile(r"\s+")


class QtiTextReader:
    """Reader of texts in a node: verbatim in items of ours, else without layout."""

    def __init__(self, *, is_ours: bool) -> None:
        self._is_ours = is_ours

    def of(self, node: XmlNode, skip: Sequence[str] = ()) -> str:
        text = "".join(self._pieces(node, {*_ASIDE, *skip}))
        lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
        return text.strip() if self._is_ours else "\n".join(filter(None, lines))

    def with_gaps(self, node: XmlNode, numbers: dict[str, int]) -> str:
        """Return the text with each gap as ``[[1]]``."""
        marked = XmlNode("div", *_with_marks(node, numbers))
        return self.of(marked)

    def _pieces(self, node: XmlNode, skip: set[str]) -> Iterator[str]:
        for part in node.parts:
            if isinstance(part, str):
                yield part if self._is_ours else _SPACES.sub(" ", part)
            elif part.tag == "br":
                yield "\n"
            elif part.tag not in skip and not part.tag.endswith("Interaction"):
                around = "\n" if part.tag in _BLOCKS and not self._is_ours else ""
                yield around
                yield from self._pieces(part, skip)
                yield around


def _with_marks(node: XmlNode, numbers: dict[str, int]) -> Iterator[XmlNode | str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part
        elif part.tag in INLINE:
            yield f"[[{numbers[part.get('responseIdentifier')]}]]"
        else:
            yield XmlNode(part.tag, *_with_marks(part, numbers))
