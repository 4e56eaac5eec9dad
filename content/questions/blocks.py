"""The choices of a question: their ids are the same in every language."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ChoiceBlock(blocks.StructBlock):
    """One choice of a question."""

    text = blocks.TextBlock(label=_("Text"), rows=2)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2)

    class Meta:
        label = _("Choice")
        icon = "circle-check"
        template = "content/previews/choice.html"
        description = _("One choice. Translations keep its identity.")
        preview_value = {"text": "Таңдау", "correct": True, "feedback": ""}


class PairBlock(blocks.StructBlock):
    """Two things that belong together."""

    left = blocks.CharBlock(label=_("Left"), max_length=250)
    right = blocks.CharBlock(label=_("Right-hand side"), max_length=250)

    class Meta:
        label = _("Pair")
        icon = "arrow-right"
        template = "content/previews/pair.html"
        description = _("A pair of a matching question.")
        preview_value = {"left": "Қағида", "right": "43"}


class AnswerBody(blocks.StreamBlock):
    """The choices or pairs of a question."""

    choice = ChoiceBlock()
    pair = PairBlock()

    class Meta:
        label = _("Choices")
