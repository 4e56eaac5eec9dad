"""Blocks of text: passages, key points, examples, callouts, rules, tables, reflections."""

from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.citation_fields import add_citation_chooser

#: Features of the editor for running text.
FEATURES = ["bold", "italic", "ol", "ul", "link", "h3"]
#: Features for text directly under the title of a page.
PAGE_FEATURES = ["h2", *FEATURES]
#: Features where there is no room for a heading.
SMALL_FEATURES = ["bold", "italic", "ol", "ul", "link"]


def build_citations_block() -> blocks.CharBlock:
    """Return the field for the legal basis of a block; readers get links."""
    return add_citation_chooser(
        blocks.CharBlock(
            default="",  # older texts have none, and translation needs a string
            label=_("Legal basis"),
            required=False,
            max_length=250,
            help_text=_("Citations, separated by commas: NMR 43, NMR 36."),
        )
    )


READ = _("To read")
PRACTISE = _("To practise")
SHOW = _("To look at and listen to")


class TextBlock(blocks.StructBlock):
    """A passage of the lesson, usually under a heading."""

    heading = blocks.CharBlock(
        label=_("Heading"),
        required=False,
        max_length=120,
        help_text=_("Leave it empty for the introduction to the lesson."),
    )
    text = blocks.RichTextBlock(label=_("Text"), features=FEATURES)
    cites = build_citations_block()

    class Meta:
        label = _("Text")
        icon = "pilcrow"
        group = READ
        template = "content/blocks/text.html"
        description = _("A passage under a heading, in short paragraphs.")
        preview_value = {
            "heading": "Түнгі тексеру",
            "text": "<p>Есік ашылмай тұрып, <b>себебін</b> айтыңыз.</p>",
        }


class KeyPointsBlock(blocks.StructBlock):
    """Three to five points to remember."""

    text = blocks.RichTextBlock(
        label=_("Points"),
        features=["ul", "bold", "italic", "link"],
        help_text=_("A list of three to five points, each one sentence."),
    )

    class Meta:
        label = _("Key points")
        icon = "list-ul"
        group = READ
        template = "content/blocks/key_points.html"
        description = _("What to remember from the lesson, as a short list.")
        preview_value = {
            "text": "<ul><li>Тыйым абсолютті.</li><li>Бұйрық ақтамайды.</li></ul>"
        }


class ExampleBlock(blocks.StructBlock):
    """A worked example from a shift."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(
        label=_("Text"),
        features=SMALL_FEATURES,
        help_text=_("What happened, what the officer did, and why it was right."),
    )

    class Meta:
        label = _("Worked example")
        icon = "clipboard-list"
        group = READ
        template = "content/blocks/example.html"
        description = _("A case from practice, told in 80 to 150 words.")
        preview_value = {
            "title": "Түнгі санақ",
            "text": "<p>Қызметкер бұйрықты орындамай, баянат жазды.</p>",
        }


class CalloutBlock(blocks.StructBlock):
    """A short warning or reminder."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.RichTextBlock(label=_("Text"), features=SMALL_FEATURES)
    kind = blocks.ChoiceBlock(
        label=_("Importance"),
        choices=[
            ("note", _("Note")),
            ("important", _("Important")),
            ("warning", _("Warning")),
        ],
        default="important",
    )

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        group = READ
        template = "content/blocks/callout.html"
        description = _("One to three sentences that must not be overlooked.")
        preview_value = {
            "title": "Есте сақтаңыз",
            "text": "<p>Ерекше жағдай болмайды.</p>",
            "kind": "important",
        }


class QuoteBlock(blocks.StructBlock):
    """A rule in our own words, with the provision it comes from."""

    citation = add_citation_chooser(
        blocks.CharBlock(
            label=_("Citation"),
            max_length=60,
            help_text=_("The code of the document and the number: NMR 43, MG-6 2.2."),
        ),
        takes="one",
    )
    text = blocks.TextBlock(
        label=_("Text"),
        help_text=_("A paraphrase in one or two sentences, never copied text."),
    )

    class Meta:
        label = _("Rule")
        icon = "openquote"
        group = READ
        template = "content/blocks/quote.html"
        description = _("What a rule requires, with a link to the provision.")
        preview_value = {
            "citation": "NMR 1",
            "text": "Қамаудағы адам да қадір-қасиетін жоғалтпайды.",
        }


#: The number of columns that fit side by side on a phone.
_BESIDE = 2


class TableBlock(blocks.StructBlock):
    """A small table."""

    title = blocks.CharBlock(label=_("Title"), max_length=160)
    head = blocks.ListBlock(
        blocks.CharBlock(label=_("Column heading"), max_length=120),
        label=_("Headings"),
        min_num=1,
        max_num=6,
    )
    rows = blocks.ListBlock(
        blocks.ListBlock(
            blocks.CharBlock(label=_("Cell"), required=False, max_length=500),
            label=_("Row"),
            max_num=6,
        ),
        label=_("Rows"),
        min_num=1,
        help_text=_("As many cells in each row as there are headings."),
    )

    class Meta:
        label = _("Table")
        icon = "table"
        group = SHOW
        template = "content/blocks/table.html"
        description = _(
            "Facts side by side. On a phone, a wide table is read row by row."
        )
        preview_value = {
            "title": "Шектеулер",
            "head": ["Шара", "Қағида"],
            "rows": [["Тінту", "52"], ["Оқшаулау", "43"]],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        """Pair each cell with the heading of its column, which phones show beside it."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        head = list(value["head"])
        context["lines"] = [list(zip_longest(head, row)) for row in value["rows"]]
        context["is_wide"] = len(head) > _BESIDE
        return context

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        width = len(cleaned["head"])
        if any(len(row) != width for row in cleaned["rows"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[
                    _("Give each row as many cells as the table has headings.")
                ]
            )
        return cleaned


class ShiftBlock(blocks.StructBlock):
    """The question that officers take to their next duty."""

    text = blocks.TextBlock(
        label=_("Question"),
        help_text=_("About the officer's own practice, never about a prisoner."),
    )

    class Meta:
        label = _("On my shift")
        icon = "history"
        group = PRACTISE
        template = "content/blocks/shift.html"
        description = _(
            "A question to reflect on at the end of a lesson. No answer is recorded."
        )
        preview_value = {"text": "Келесі кезекшілікте нені өзгертесіз?"}
