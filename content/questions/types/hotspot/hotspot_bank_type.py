"""Hotspot questions in the bank; only packages carry them."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import Panel

from content.questions.blocks import RegionBlock
from content.questions.notation.exchange_question import (
    ExchangePicture,
    ExchangeQuestion,
    ExchangeRegion,
)
from content.questions.notation.qti_items import QtiItem
from content.questions.notation.qti_nodes import build_words_div
from content.questions.notation.xml_nodes import XmlNode
from content.questions.question_pictures import encode_picture, store_picture
from content.questions.types.bank_question_type import (
    BankQuestionType,
    Draft,
    Fields,
    QtiAnswers,
    QuestionWithNotes,
    build_right_key,
)
from content.questions.types.hotspot.qti_regions import build_hotspot, read_hotspot
from content.questions.types.hotspot.region_coordinates import (
    apply_region_tag,
    build_region_tags,
)


class RegionsPanel(Panel):
    """The picture of a question, on which its regions are drawn."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on the page of one question."""

        template_name = "content/studio/regions.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if not self.instance.picture:
                return context
            kept = store_picture(self.instance.picture)
            ratio = kept["height"] / kept["width"]
            url = default_storage.url(kept["file"])
            return context | {"picture": kept | {"url": url, "ratio": f"{ratio:.6f}"}}


class HotspotBankType(BankQuestionType):
    """A picture with regions, some of them correct."""

    name = "hotspot"
    part, block = "region", RegionBlock()
    panels = (RegionsPanel(heading=gettext_lazy("Regions on the picture")),)
    is_tabled = False
    qti_forms = ("hotspotInteraction",)
    qti_sums_parts = True
    qti_pictures = 1

    def build_body(self, draft: Draft) -> Fields:
        """Store the picture as it is now, and return it with its regions."""
        blocks = self.list_blocks(draft)
        picture = store_picture(draft.picture) if draft.picture else None
        return {
            "several": sum(bool(block.value["correct"]) for block in blocks) > 1,
            "picture": picture and picture | {"alt": draft.picture_alt},
            "choices": [
                {
                    "id": block.id,
                    "text": block.value["label"],
                    "feedback": block.value["feedback"],
                    "shape": block.value["shape"],
                    "points": _parse_points(block.value["points"]),
                }
                for block in blocks
            ],
        }

    def build_key(self, draft: Draft) -> Fields:
        return build_right_key(self.list_blocks(draft))

    def build_answer_parts(self, draft: Draft, blocks: Sequence[Any]) -> Fields:
        """Return the regions, and the picture’s alternative text.

        The picture itself is encoded only for export (``attach_files``); comparing
        questions does not need it.
        """
        return {
            "picture": ExchangePicture("", b"", 0, 0, draft.picture_alt),
            "regions": tuple(
                ExchangeRegion(
                    value["label"],
                    value["shape"],
                    tuple(_parse_points(value["points"])),
                    bool(value["correct"]),
                    value["feedback"] or "",
                )
                for value in (block.value for block in blocks)
            ),
        }

    def build_block_values(
        self, question: ExchangeQuestion, gap_names: Sequence[str]
    ) -> list[Any]:
        return [
            {
                "label": one.label,
                "correct": one.is_right,
                "shape": one.shape,
                "points": " ".join(map(str, one.points)),
                "feedback": one.feedback,
            }
            for one in question.regions
        ]

    def build_unsaved_body(self, question: ExchangeQuestion) -> Fields:
        """Return a body for checking a question whose picture is not stored yet."""
        picture = question.picture
        if picture is None or not picture.content:
            return {}
        facts = {"width": picture.width, "height": picture.height, "alt": picture.alt}
        return {"picture": facts}

    def attach_files(
        self, question: ExchangeQuestion, draft: Draft
    ) -> ExchangeQuestion:
        """Add the picture, encoded again so that no hidden data of its file goes along."""
        if question.picture is None or draft.picture is None:
            return question
        ending = ".svg" if draft.picture.is_svg() else _painted(draft.picture.file.name)
        content, width, height = encode_picture(draft.picture, ending)
        name = hashlib.sha256(content).hexdigest()[:20] + ending
        alt = question.picture.alt
        return replace(
            question, picture=ExchangePicture(name, content, width, height, alt)
        )

    def find_carrying_fault(self, form: str, *, carries_pictures: bool) -> str:
        if form == "moodle":
            return _(
                "It is answered by pointing to regions of a picture. Moodle only "
                "has markers that are dragged onto a picture, which is a "
                "different question. Choose QTI."
            )
        if carries_pictures:
            return ""
        return _(
            "It is answered by pointing to regions of a picture, which only "
            "QTI supports. Choose QTI, or leave it in the bank."
        )

    def build_tags(self, question: ExchangeQuestion) -> list[str]:
        return build_region_tags(question)

    def apply_tag(
        self, question: ExchangeQuestion, name: str, value: str
    ) -> ExchangeQuestion | None:
        return apply_region_tag(question, value) if name == "region" else None

    def write_qti(self, question: ExchangeQuestion) -> QtiAnswers:
        return build_hotspot(question)

    def iter_qti_feedback(self, question: ExchangeQuestion) -> Iterator[XmlNode]:
        """Yield the feedback on each region, which has no place inside the picture."""
        for place, one in enumerate(question.regions, start=1):
            if one.feedback:
                shown = {"identifier": f"region-{place}", "showHide": "show"}
                words = build_words_div(one.feedback)
                yield XmlNode(
                    "modalFeedback", words, outcomeIdentifier="FEEDBACK", **shown
                )

    def read_qti(self, question: ExchangeQuestion, item: QtiItem) -> QuestionWithNotes:
        return read_hotspot(question, item)


def _parse_points(written: str) -> list[int]:
    return [int(one) for one in written.split() if one.isascii() and one.isdigit()]


def _painted(name: str) -> str:
    """Return the extension of the exported picture, one that every system shows."""
    return ".jpg" if name.lower().endswith((".jpg", ".jpeg")) else ".png"
