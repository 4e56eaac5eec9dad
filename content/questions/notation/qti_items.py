"""A QTI item being read, with the element names of 2.1, and its package’s pictures."""

import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import unquote

from django.utils.translation import gettext as _

from content.questions.notation.exchange_question import ExchangePicture, QuestionError
from content.questions.notation.qti_text import QtiTextReader
from content.questions.notation.xml_nodes import XmlNode
from content.questions.picture_files import ENDINGS

#: The folder of pictures in our packages.
FOLDER = "pictures"


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
    entries = list_map_entries(declaration)
    return [entry.get("mapKey") for entry in entries if _worth(entry) > 0]


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


def _worth(entry: XmlNode) -> Decimal:
    try:
        return Decimal(entry.get("mappedValue") or "0")
    except ArithmeticError:
        return Decimal(0)
