"""The sections of a guideline and their numbered clauses."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.citing import choosing
from content.blocks.text import SMALL_FEATURES

NUMBER = RegexValidator(
    r"^[0-9]+(\.[0-9]+)*$", _("Write the number with full stops: 2.3 or 2.3.1.")
)


class ClauseBlock(blocks.StructBlock):
    """One numbered clause: one action."""

    number = blocks.CharBlock(
        label=_("Number"),
        max_length=16,
        validators=[NUMBER],
        help_text=_(
            "It is the clause: under another number it is a new one, and the old one is "
            "gone for those who cite it."
        ),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=SMALL_FEATURES)
    safeguard = blocks.BooleanBlock(
        label=_("Safeguard"),
        required=False,
        help_text=_("A breach of it is reported at once."),
    )
    cites = choosing(
        blocks.CharBlock(
            label=_("Legal basis"),
            required=False,
            max_length=120,
            help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
        )
    )

    class Meta:
        label = _("Clause")
        icon = "list-ol"


class SectionBlock(blocks.StructBlock):
    """A section: a heading over its clauses."""

    heading = blocks.CharBlock(label=_("Heading"), max_length=160)
    clauses = blocks.ListBlock(ClauseBlock(), label=_("Clauses"), min_num=1)

    class Meta:
        label = _("Section")
        icon = "title"
        template = "content/blocks/section.html"
        description = _("A heading with numbered clauses, one action per sentence.")
        preview_value = {
            "heading": "1. Негіздер",
            "clauses": [
                {
                    "number": "1.1",
                    "text": "<p>Бір тармақ – бір әрекет.</p>",
                    "safeguard": True,
                    "cites": "NMR 1",
                }
            ],
        }


class GuidelineBody(blocks.StreamBlock):
    """The sections of a guideline; no number may stand twice."""

    section = SectionBlock()

    class Meta:
        label = _("Guideline")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        numbers = [
            clause["number"] for block in cleaned for clause in block.value["clauses"]
        ]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise blocks.StreamBlockValidationError(
                non_block_errors=[
                    _("These numbers stand twice: %(numbers)s.")
                    % {"numbers": ", ".join(twice)}
                ]
            )
        return cleaned
