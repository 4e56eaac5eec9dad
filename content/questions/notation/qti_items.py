"""A QTI item being read, with the element names of 2.1: its texts and its pictures."""

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import (
    ExchangePicture,
    QuestionError,
    parse_weight,
)
from content.questions.notation.xml_nodes import XmlNode
from content.questions.picture_files import ENDINGS

#: The folder of pictures in our packages.
FOLDER = "pictures"
#: Interactions inside a line of text.
INLINE = ("textEntryInteraction", "inlineChoiceInteraction")
_BLOCKS = {"p", "div", "li", "prompt", "h1", "h2", "h3", "tr", "blockquote"}
_ASIDE = {"feedbackInline", "feedbackBlock", "rubricBlock", "templateInline"}
_SPACES = re.compile(r"\s+")


class PackagePictures:
    """Pictures of a package, looked up by the paths in one of its items."""

    def __init__(self, files: Mapping[str, bytes], href: str) -> None:
        self._files, self._folder = files, posixpath.dirname(href)

    def find(self, source: str) -> tuple[str, bytes]:
        """Return name and content of the file at ``source``, relative to the item.

        Raises ``QuestionError`` outside the package, and if it is no picture in it.
        """
        way = posixpath.normpath(posixpath.join(self._folder, unquote(source)))
        if ":" in source or "\\" in way or way.startswith(("/", "..")):
            raise QuestionError(
                _("The picture “%(name)s” lies outside the package. Put it inside.")
                % {"name": source[-80:]}
            )
        if way not in self._files or not way.lower().endswith(ENDINGS):
            raise QuestionError(
                _(
                    "The picture “%(name)s” is not in the package. Export it with its files."
                )
                % {"name": source[-80:]}
            )
        return posixpath.basename(way), self._files[way]


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


@dataclass(frozen=True)
class QtiItem:
    """An item, its interactions, and the readers of its texts and pictures."""

    node: XmlNode
    interactions: Sequence[XmlNode]
    words: QtiTextReader
    pictures: PackagePictures

    @property
    def body(self) -> XmlNode:
        return self.node.first("itemBody")

    @property
    def interaction(self) -> XmlNode:
        """The first interaction, in most types the only one."""
        return self.interactions[0]

    @property
    def declaration(self) -> XmlNode:
        return self.find_declaration(self.interaction)

    def find_declaration(self, interaction: XmlNode) -> XmlNode:
        """Return the declaration of ``interaction``; an empty node if there is none."""
        name = interaction.get("responseIdentifier")
        for node in self.node.all("responseDeclaration"):
            if node.get("identifier") == name:
                return node
        return XmlNode("responseDeclaration")


def list_correct_values(declaration: XmlNode) -> list[str]:
    """Return the correct values."""
    return [
        node.text.strip() for node in declaration.first("correctResponse").all("value")
    ]


def list_mapped_values(declaration: XmlNode) -> list[str]:
    """Return the values with a weight above zero."""
    return [
        entry.get("mapKey")
        for entry in list_map_entries(declaration)
        if parse_weight(entry.get("mappedValue")) > 0
    ]


def list_map_entries(declaration: XmlNode) -> list[XmlNode]:
    """Return the map entries, which give the weight of each value."""
    return declaration.first("mapping").all("mapEntry")


def list_accepted_values(declaration: XmlNode) -> tuple[str, ...]:
    """Return the typed words that are correct or have a weight, each once."""
    found = [*list_correct_values(declaration), *list_mapped_values(declaration)]
    return tuple(dict.fromkeys(found))


def list_right_names(declaration: XmlNode) -> set[str]:
    """Return the correct choices; if none are declared, those with a weight."""
    right = list_correct_values(declaration) or list_mapped_values(declaration)
    return set(right)


def build_picture_path(picture: ExchangePicture) -> str:
    """Return the path of the picture in our packages."""
    return f"{FOLDER}/{picture.name}"


def _with_marks(node: XmlNode, numbers: dict[str, int]) -> Iterator[XmlNode | str]:
    for part in node.parts:
        if isinstance(part, str):
            yield part
        elif part.tag in INLINE:
            yield f"[[{numbers[part.get('responseIdentifier')]}]]"
        else:
            yield XmlNode(part.tag, *_with_marks(part, numbers))
