"""A QTI item that is read, with the names of 2.1, and the pictures beside it."""

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

#: Where pictures lie in a package of ours.
FOLDER = "pictures"


class PackagePictures:
    """The pictures of a package, as an item of it names them."""

    def __init__(self, files: Mapping[str, bytes], href: str) -> None:
        self._files, self._folder = files, posixpath.dirname(href)

    def find(self, source: str) -> tuple[str, bytes]:
        """Return the file that ``source`` leads to, from the item, and never elsewhere."""
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
    """An item, what is answered in it, and what reads its words and pictures."""

    node: XmlNode
    interactions: Sequence[XmlNode]
    words: QtiTextReader
    pictures: PackagePictures

    @property
    def body(self) -> XmlNode:
        return self.node.first("itemBody")

    @property
    def interaction(self) -> XmlNode:
        """The first thing that is answered, in most types the only one."""
        return self.interactions[0]

    @property
    def declaration(self) -> XmlNode:
        """What is right in the first interaction."""
        return self.find_declaration(self.interaction)

    def find_declaration(self, interaction: XmlNode) -> XmlNode:
        """Return what is right in ``interaction``; an empty node where nothing says so."""
        name = interaction.get("responseIdentifier")
        for node in self.node.all("responseDeclaration"):
            if node.get("identifier") == name:
                return node
        return XmlNode("responseDeclaration")


def list_correct_values(declaration: XmlNode) -> list[str]:
    """Return the values that are right."""
    return [
        node.text.strip() for node in declaration.first("correctResponse").all("value")
    ]


def list_mapped_values(declaration: XmlNode) -> list[str]:
    """Return the values that are worth something."""
    entries = list_map_entries(declaration)
    return [entry.get("mapKey") for entry in entries if _worth(entry) > 0]


def list_map_entries(declaration: XmlNode) -> list[XmlNode]:
    """Return what says how much each value is worth."""
    return declaration.first("mapping").all("mapEntry")


def list_accepted_values(declaration: XmlNode) -> tuple[str, ...]:
    """Return the typed words that are right or worth something, each once."""
    found = [*list_correct_values(declaration), *list_mapped_values(declaration)]
    return tuple(dict.fromkeys(found))


def list_right_names(declaration: XmlNode) -> set[str]:
    """Return the choices that are right; without any, those worth something."""
    right = list_correct_values(declaration) or list_mapped_values(declaration)
    return set(right)


def build_picture_path(picture: ExchangePicture) -> str:
    """Return where the picture lies in a package of ours."""
    return f"{FOLDER}/{picture.name}"


def _worth(entry: XmlNode) -> Decimal:
    try:
        return Decimal(entry.get("mappedValue") or "0")
    except ArithmeticError:
        return Decimal(0)
