"""XML as a small tree with line numbers; entities and external references are refused."""

import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler
from xml.sax.saxutils import escape, quoteattr

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString
from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangeError

DEEPEST = 60
MOST = 300_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")


class XmlNode:
    """An element: its name without a namespace, its attributes and its content."""

    def __init__(self, tag: str, *parts: "XmlNode | str", **attributes: str) -> None:
        self.tag, self.attributes = tag, attributes
        self.parts: list[XmlNode | str] = list(parts)
        self.line = 0

    def __iter__(self) -> Iterator["XmlNode"]:
        return (part for part in self.parts if isinstance(part, XmlNode))

    def all(self, tag: str) -> "list[XmlNode]":
        return [node for node in self if node.tag == tag]

    def first(self, *path: str) -> "XmlNode":
        """Return the first element along ``path``; an empty one if there is none."""
        node = self
        for tag in path:
            node = next(iter(node.all(tag)), XmlNode(tag))
        return node

    def under(self, *tags: str) -> Iterator["XmlNode"]:
        """Yield all descendants with one of the names ``tags``, in document order."""
        for node in self:
            if node.tag in tags:
                yield node
            yield from node.under(*tags)

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")

    @property
    def text(self) -> str:
        return "".join(
            part if isinstance(part, str) else part.text for part in self.parts
        )


def read_xml(text: str) -> XmlNode:
    """Return the root of a document.

    Document types are refused, and with them entities and all external references.
    """
    text = _DECLARATION.sub(lambda found: "\n" * found[0].count("\n"), text)
    handler = _Builder()
    try:
        parseString(text.rstrip().encode(), handler, forbid_dtd=True)
    except SAXParseException as error:
        raise ExchangeError(
            _(
                "Line %(line)s is not well-formed XML. Export the file again "
                "from the program that made it."
            )
            % {"line": error.getLineNumber()}
        ) from error
    except DefusedXmlException as error:
        raise ExchangeError(
            _(
                "The file declares a document type or entities, which can be "
                "used to attack a server. Remove the DOCTYPE and upload the file "
                "again."
            )
        ) from error
    return handler.root


def write_xml(root: XmlNode) -> str:
    """Return ``root`` as a document in UTF-8."""
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{_markup(root)}\n'


def _markup(node: XmlNode) -> str:
    attributes = "".join(
        f" {name}={quoteattr(value)}" for name, value in node.attributes.items()
    )
    inside = "".join(
        escape(part) if isinstance(part, str) else _markup(part) for part in node.parts
    )
    end = f">{inside}</{node.tag}>" if node.parts else "/>"
    return f"<{node.tag}{attributes}{end}"


class _Builder(ContentHandler):
    """Builder of the tree, with limits on its size."""

    def __init__(self) -> None:
        super().__init__()
        self.root = XmlNode("")
        self._open: list[XmlNode] = [self.root]
        self._count = 0
        self._locator: Any = None

    def setDocumentLocator(self, locator: Any) -> None:  # noqa: N802 — SAX calls it so
        self._locator = locator

    def startElement(self, name: str, attrs: Any) -> None:  # noqa: N802 — SAX's name
        self._count += 1
        if len(self._open) > DEEPEST or self._count > MOST:
            raise ExchangeError(
                _(
                    "The file is too large or too deeply nested. Split it into "
                    "smaller files."
                )
            )
        node = XmlNode(_local(name))
        node.attributes = {_local(key): value for key, value in attrs.items()}
        node.line = self._locator.getLineNumber() if self._locator else 0
        self._open[-1].parts.append(node)
        self._open.append(node)

    def endElement(self, name: str) -> None:  # noqa: N802 — SAX's name
        node = self._open.pop()
        if len(self._open) == 1:
            self.root = node

    def characters(self, content: str) -> None:
        self._open[-1].parts.append(content)


def _local(name: str) -> str:
    """Return a name without its prefix: ``lang`` for ``xml:lang``."""
    return name.rpartition(":")[2]
