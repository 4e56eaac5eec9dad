"""Blocks of a guideline: sections of numbered clauses, and annexes."""

from typing import Any

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.citation_fields import add_citation_chooser
from content.blocks.text_blocks import FEATURES, SMALL_FEATURES, TableBlock

ANNEXES = _("Annexes")
NUMBER = RegexValidator(
    r"^[0-9]+(\.[0-9]+)*$", _("Write the number with full stops: 2.3 or 2.3.1.")
)


class ClauseBlock(blocks.StructBlock):
    """One numbered clause with one action."""

    number = blocks.CharBlock(
        label=_("Number"),
        max_length=16,
        validators=[NUMBER],
        help_text=_(
            "The number identifies the clause. If you change it, the clause "
            "counts as new, and citations of the old number no longer lead "
            "anywhere."
        ),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=SMALL_FEATURES)
    safeguard = blocks.BooleanBlock(
        label=_("Safeguard"),
        required=False,
        help_text=_("Any breach of it must be reported at once."),
    )
    cites = add_citation_chooser(
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
    """A section: a heading and its clauses."""

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


class AnnexBlock(blocks.StructBlock):
    """The start of an annex; the blocks up to the next one belong to it."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        max_length=160,
        help_text=_("With its letter: “Annex A. Plan form”."),
    )

    class Meta:
        label = _("Annex")
        icon = "doc-empty"
        group = ANNEXES
        template = "content/blocks/previews/annex.html"
        description = _("Starts a form or checklist on a new sheet.")
        preview_value = {"heading": "А қосымшасы. Жоспар үлгісі"}


class AnnexTextBlock(blocks.StructBlock):
    """A text in an annex."""

    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = ANNEXES
        template = "content/blocks/previews/annex.html"
        description = _("Text of an annex.")
        preview_value = {"text": "<p>Бір данасы іске тігіледі.</p>"}


class AnnexTableBlock(TableBlock):
    """A table in an annex; empty cells are for writing by hand."""

    class Meta:
        label = _("Table")
        icon = "table"
        group = ANNEXES
        template = "content/blocks/table.html"
        description = _("A table in an annex. Empty cells are filled in by hand.")


class AnnexChecklistBlock(blocks.StructBlock):
    """Lines with a box to tick by hand."""

    items = blocks.ListBlock(
        blocks.CharBlock(label=_("Line"), max_length=500), label=_("Lines"), min_num=1
    )

    class Meta:
        label = _("Tick boxes")
        icon = "tick"
        group = ANNEXES
        template = "content/blocks/previews/annex.html"
        description = _("Lines of a checklist, each with a box to tick by hand.")
        preview_value = {"items": ["Адам тыңдалды", "Шешім жазылды"]}


class GuidelineBody(blocks.StreamBlock):
    """The sections of a guideline, then its annexes; no number may occur twice."""

    section = SectionBlock()
    annex = AnnexBlock()
    text = AnnexTextBlock()
    table = AnnexTableBlock()
    ticks = AnnexChecklistBlock()

    class Meta:
        label = _("Guideline")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        kinds = [block.block_type for block in cleaned]
        first = kinds.index("annex") if "annex" in kinds else len(kinds)
        if "section" in kinds[first:] or set(kinds[:first]) - {"section"}:
            raise blocks.StreamBlockValidationError(
                non_block_errors=[
                    _(
                        "Sections come first, then annexes, each followed by its own "
                        "content."
                    )
                ]
            )
        numbers = [
            clause["number"]
            for block in cleaned
            if block.block_type == "section"
            for clause in block.value["clauses"]
        ]
        twice = sorted({number for number in numbers if numbers.count(number) > 1})
        if twice:
            raise blocks.StreamBlockValidationError(
                non_block_errors=[
                    _("These numbers appear twice: %(numbers)s.")
                    % {"numbers": ", ".join(twice)}
                ]
            )
        return cleaned
