"""Hotspot questions as QTI items, with the element names of 2.1.

Source: hotspotInteraction and hotspotChoice in the information models of 2.1 and 3.0.
Coordinates are pixels of the picture: two corners of a ``rect``, centre and radius of a
``circle``, the corners of a ``poly``.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import override

from content.questions.notation.exchange_question import (
    ExchangePicture,
    ExchangeQuestion,
    ExchangeRegion,
    QuestionError,
)
from content.questions.notation.qti_items import (
    QtiItem,
    build_picture_path,
    list_map_entries,
    list_right_names,
)
from content.questions.notation.qti_nodes import declare_choices
from content.questions.notation.xml_nodes import XmlNode
from content.questions.picture_files import PictureError, read_picture_size
from content.questions.types.hotspot.region_coordinates import (
    SHAPES,
    convert_to_pixels,
    convert_to_thousandths,
)

_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".svg": "image/svg+xml"}
_NAMES = {name: shape for shape, name in SHAPES.items()}
_NUMBERS = re.compile(
    r"\s*[0-9]{1,5}(\.[0-9]{1,6})?(\s*,\s*[0-9]{1,5}(\.[0-9]{1,6})?){2,119}\s*"
)
_FEWEST = {"rectangle": 4, "circle": 3, "polygon": 6}


def build_hotspot(question: ExchangeQuestion) -> tuple[list[XmlNode], list[XmlNode]]:
    """Return the response declarations, and the picture with its regions."""
    names = [f"region-{place}" for place in range(1, len(question.regions) + 1)]
    pairs = list(zip(names, question.regions, strict=True))
    takes_several = sum(one.is_right for one in question.regions) > 1
    declaration = declare_choices(
        {name: one.is_right for name, one in pairs},
        takes_several=takes_several,
        is_mapped=question.counts_parts,
    )
    interaction = XmlNode(
        "hotspotInteraction",
        *_shown(question.picture, [*pairs]),
        responseIdentifier="RESPONSE",
        maxChoices="0" if takes_several else "1",
    )
    return [declaration], [interaction]


def read_hotspot(
    question: ExchangeQuestion, item: QtiItem
) -> tuple[ExchangeQuestion, list[str]]:
    """Return the hotspot question of an item, and notes on what it lacked."""
    picture, size, notes = _picture(item)
    right = list_right_names(item.declaration)
    said = {
        one.get("identifier"): item.words.of(one)
        for one in item.node.all("modalFeedback")
        if one.get("outcomeIdentifier") == "FEEDBACK"
    }
    regions = []
    for place, one in enumerate(item.interaction.all("hotspotChoice"), start=1):
        name = one.get("identifier")
        label = one.get("hotspotLabel")
        if not label.strip():
            with override(question.language):
                label = _("Region %(number)s") % {"number": place}
            notes.append(_("Regions without a label get a number. Say what is there."))
        region = _region(one, size)
        regions.append(
            replace(
                region, label=label, is_right=name in right, feedback=said.get(name, "")
            )
        )
    return replace(
        question,
        type="hotspot",
        picture=picture,
        regions=tuple(regions),
        counts_parts=len(right) > 1 and bool(list_map_entries(item.declaration)),
    ), list(dict.fromkeys(notes))


def _shown(
    picture: ExchangePicture | None, regions: Sequence[tuple[str, ExchangeRegion]]
) -> list[XmlNode]:
    if picture is None:
        raise QuestionError(
            _("Choose a picture, and describe it without giving the answer away.")
        )
    drawn = XmlNode(
        "object",
        picture.alt,
        type=_TYPES[posixpath.splitext(picture.name)[1]],
        data=f"../{build_picture_path(picture)}",
        width=str(picture.width),
        height=str(picture.height),
    )
    return [drawn] + [
        XmlNode(
            "hotspotChoice",
            identifier=name,
            shape=SHAPES[one.shape],
            coords=",".join(map(str, convert_to_pixels(one, picture))),
            hotspotLabel=one.label,
        )
        for name, one in regions
    ]


def _picture(
    item: QtiItem,
) -> tuple[ExchangePicture, tuple[float, float], list[str]]:
    """Return the picture, the size to which coordinates refer, and notes."""
    shown = next(item.interaction.under("object", "img"), None)
    if shown is None:
        raise QuestionError(
            _("The item does not name a picture."), item.interaction.line
        )
    name, content = item.pictures.find(shown.get("data") or shown.get("src"))
    try:
        width, height = read_picture_size(content, name)
    except PictureError as error:
        raise QuestionError(str(error), shown.line) from error
    alt, notes = shown.get("alt") or item.words.of(shown), []
    if not alt.strip():
        alt = item.node.get("title")
        notes.append(
            _(
                "The picture has no description, so its title is used. Describe "
                "the picture."
            )
        )
    told = [shown.get(side) for side in ("width", "height")]
    is_told = all(re.fullmatch("[1-9][0-9]{0,4}", side) for side in told)
    size = (
        (float(told[0]), float(told[1])) if is_told else (float(width), float(height))
    )
    return ExchangePicture(name, content, width, height, alt), size, notes


def _region(node: XmlNode, size: tuple[float, float]) -> ExchangeRegion:
    shape, coords = node.get("shape"), node.get("coords")
    if shape not in _NAMES:
        raise QuestionError(
            _(
                "Regions of the shape “%(shape)s” cannot be read. Draw rectangles, circles "
                "or polygons."
            )
            % {"shape": shape[:40]},
            node.line,
        )
    found = (
        [float(one) for one in coords.split(",")] if _NUMBERS.fullmatch(coords) else []
    )
    own = _NAMES[shape]
    fits = len(found) == _FEWEST[own] or (
        own == "polygon" and len(found) > _FEWEST[own] and not len(found) % 2
    )
    if not fits:
        raise QuestionError(
            _("The position of a region, “%(coords)s”, cannot be read. Draw it again.")
            % {"coords": coords[:40]},
            node.line,
        )
    if own == "polygon" and found[:2] == found[-2:] and len(found) > _FEWEST[own]:
        found = found[:-2]  # some programs repeat the first point at the end
    return ExchangeRegion("", own, convert_to_thousandths(own, found, size))
