"""Hotspot questions, answered by pointing at regions of a picture."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.assessment.kinds.choice_types import MultipleChoiceType
from courses.assessment.kinds.hotspot.hotspot_picture import (
    HotspotPicture,
    build_hotspot_picture,
    find_region_fault,
    has_overlapping_regions,
)
from courses.assessment.kinds.question_form import QuestionForm
from courses.assessment.kinds.question_type import AnswerKeyError, Key, Sent, Text

#: The maximum number of regions that the page can mark on the picture.
MOST = 12


@dataclass(frozen=True)
class HotspotForm(QuestionForm):
    """The form of a question on a picture."""

    picture: HotspotPicture | None = None


class HotspotType(MultipleChoiceType):
    """One or several of the regions marked on a picture.

    Words: ``picture`` (``file``, ``sha256``, ``width``, ``height``, ``alt``),
    ``several``, whether more than one may be chosen, and ``choices``, the regions: each
    has a label for people who do not see the picture, a ``shape`` and its ``points``
    (see ``picture_regions``). An answer is a list of ids, as with other choices, so
    pointing, pressing a key and selecting a label in the list are equivalent.
    """

    name = "hotspot"
    label = gettext_lazy("Regions of a picture")
    has_picture = True

    def takes(self, text: Text) -> bool:
        return bool(text.get("several"))

    def build_form(
        self, text: Text, order: Any, sent: Sent, *, counts_parts: bool
    ) -> QuestionForm:
        form = super().build_form(text, order, sent, counts_parts=counts_parts)
        (field,) = form.fields
        numbered = tuple(
            replace(option, letter=str(number))
            for number, option in enumerate(field.options, start=1)
        )
        return HotspotForm(
            "hotspot",
            _say_how_to_point(form, counts_parts=counts_parts),
            (replace(field, options=numbered),),
            takes_several=form.takes_several,
            picture=build_hotspot_picture(text, order),
        )

    def check(self, text: Text, key: Key) -> None:
        picture, regions = text.get("picture"), text["choices"]
        if not picture or not picture["alt"].strip():
            raise AnswerKeyError(
                _("Choose a picture, and describe it without giving the answer away.")
            )
        if len(regions) > MOST:
            raise AnswerKeyError(_("Mark at most %(most)s regions.") % {"most": MOST})
        super().check(text, key)
        ratio = picture["height"] / picture["width"]
        for region in regions:
            if fault := find_region_fault(region, ratio):
                raise AnswerKeyError(f"{region['text']}: {fault}")
        if has_overlapping_regions(regions, ratio):
            raise AnswerKeyError(_("Two regions overlap. Move them apart."))


def _say_how_to_point(form: QuestionForm, *, counts_parts: bool) -> str:
    if not form.takes_several:
        return _(
            "Choose one region: point to it in the picture, or choose it from the list."
        )
    if not counts_parts:
        return _(
            "Choose all regions that apply: point to them in the picture, or "
            "choose them from the list."
        )
    return _(
        "Choose all regions that apply: point to them in the picture, or "
        "choose them from the list. Each right choice counts; each wrong "
        "one cancels a right one."
    )
