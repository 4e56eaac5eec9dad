"""Element names of QTI 2.1 and 3.0: ``choiceInteraction``, ``qti-choice-interaction``.

Trees are built and read with the names of 2.1. Version 3.0 adds a prefix to its
elements, hyphenates names, and leaves those of HTML unchanged.
"""

import re

from content.questions.notation.xml_nodes import XmlNode

#: Elements of HTML and of packaging, named alike in both versions.
_SHARED = {"p", "div", "span", "br", "img", "object"}
_UPPER = re.compile(r"(?<=[a-z0-9])([A-Z])")
_HYPHEN = re.compile(r"-([a-z])")


def convert_to_qti3(node: XmlNode) -> XmlNode:
    """Return a tree with the names of 3.0 and pictures as ``img``."""
    if node.tag == "object":
        size = {name: node.get(name) for name in ("width", "height")}
        return XmlNode("img", src=node.get("data"), alt=node.text, **size)
    is_shared = node.tag in _SHARED
    tag = node.tag if is_shared else f"qti-{_hyphenated(node.tag)}"
    new = XmlNode(
        tag,
        *(one if isinstance(one, str) else convert_to_qti3(one) for one in node.parts),
    )
    new.attributes = {
        name if ":" in name or name == "xmlns" else _hyphenated(name): value
        for name, value in node.attributes.items()
    }
    return new


def convert_to_qti2(node: XmlNode) -> XmlNode:
    """Return a tree with the names of 2.1, from either version."""
    tag = _humped(node.tag.removeprefix("qti-"))
    new = XmlNode(
        tag,
        *(one if isinstance(one, str) else convert_to_qti2(one) for one in node.parts),
    )
    new.attributes = {_humped(name): value for name, value in node.attributes.items()}
    new.line = node.line
    return new


def _hyphenated(name: str) -> str:
    return _UPPER.sub(lambda found: f"-{found[1].lower()}", name)


def _humped(name: str) -> str:
    return _HYPHEN.sub(lambda found: found[1].upper(), name)
