"""StreamField blocks for the parts of a question; ids are the same in every language."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks

from content.blocks.scenario_blocks import DecisionBlock, NamedStepBlock


class ChoiceBlock(blocks.StructBlock):
    """A choice."""

    text = blocks.TextBlock(label=_("Text"), rows=2)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2)

    class Meta:
        label = _("Choice")
        icon = "circle-check"
        template = "content/previews/choice.html"
        description = _("One choice. It stays the same choice in every translation.")
        preview_value = {"text": "Таңдау", "correct": True, "feedback": ""}


class PairBlock(blocks.StructBlock):
    """A pair of items that belong together."""

    left = blocks.CharBlock(
        label=_("Left"),
        required=False,
        max_length=250,
        help_text=_("Leave it empty for an item that matches nothing."),
    )
    right = blocks.CharBlock(label=_("Right-hand side"), max_length=250)

    class Meta:
        label = _("Pair")
        icon = "arrow-right"
        template = "content/previews/pair.html"
        description = _("A pair of a matching question.")
        preview_value = {"left": "Қағида", "right": "43"}


class StepBlock(blocks.CharBlock):
    """A step of an ordering question; the blocks are in the correct order."""

    class Meta:
        label = _("Step")
        icon = "list-ol"
        template = "content/previews/step.html"
        description = _(
            "Write the steps in the right order. Learners see them shuffled."
        )
        preview_value = "Баяндау"


class GapBlock(blocks.StructBlock):
    """A gap in a text, with the answers that may be typed or chosen."""

    name = blocks.RegexBlock(
        label=_("Name"),
        regex=r"^[a-zA-Z0-9-]{1,16}$",
        error_messages={"invalid": _("Use digits or Latin letters: 1, 2, a.")},
        help_text=_("As in the text: 1 for [[1]]."),
    )
    accepted = blocks.TextBlock(
        label=_("Right answers"), rows=2, help_text=_("One per line.")
    )
    wrong = blocks.TextBlock(
        label=_("Wrong answers"),
        required=False,
        rows=2,
        help_text=_(
            "One per line. If you add any, learners choose the answer from a list."
        ),
    )

    class Meta:
        label = _("Gap")
        icon = "edit"
        template = "content/previews/gap.html"
        description = _("One gap in the text.")
        preview_value = {"name": "1", "accepted": "15", "wrong": ""}


class ScoredDecisionBlock(DecisionBlock):
    """A marked choice of a scenario."""

    to = blocks.CharBlock(
        label=_("Leads to"),
        required=False,
        max_length=40,
        help_text=_("The name of a later step. Empty: the scenario ends."),
    )
    is_breach = blocks.BooleanBlock(
        label=_("Must never be done"),
        required=False,
        help_text=_(
            "Torture, unreported use of force, pressure on someone's faith: "
            "anyone who does this scores nothing for the whole scenario."
        ),
    )
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2)


class QuestionSceneBlock(NamedStepBlock):
    """A step of a branching scenario; the first is the start."""

    text = blocks.TextBlock(
        label=_("Text"),
        rows=4,
        help_text=_(
            "What has happened, without saying whether the last choice was right."
        ),
    )
    choices = blocks.ListBlock(ScoredDecisionBlock(), label=_("Choices"))

    class Meta:
        label = _("Step of a scenario")
        icon = "decimal"
        template = "content/previews/scene.html"
        description = _("What has happened, and what can be done now.")
        preview_value = {
            "name": "n1",
            "text": "Түнгі сағат екі. Камерадан айқай естіледі.",
            "choices": [
                {
                    "text": "Көмек шақырамын.",
                    "to": "",
                    "score": 1,
                    "is_breach": False,
                    "feedback": "",
                },
                {
                    "text": "Таңға дейін күтемін.",
                    "to": "",
                    "score": 0,
                    "is_breach": False,
                    "feedback": "",
                },
            ],
        }


class RegionBlock(blocks.StructBlock):
    """A region of a picture."""

    label = blocks.CharBlock(
        label=pgettext_lazy("picture", "Label"),
        max_length=120,
        help_text=_(
            "What is there, for people who cannot see the picture. For "
            "example: the gate."
        ),
    )
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    shape = blocks.ChoiceBlock(
        label=_("Shape"),
        choices=[
            ("rectangle", _("Rectangle")),
            ("circle", _("Circle")),
            ("polygon", _("Polygon")),
        ],
        default="rectangle",
    )
    points = blocks.RegexBlock(
        label=pgettext_lazy("picture", "Place"),
        regex=r"^\s*\d{1,4}(\s+\d{1,4})*\s*$",
        error_messages={"invalid": _("Use whole numbers and spaces: 100 250 300 120.")},
        help_text=_(
            "In thousandths of the picture, from its top left corner. Rectangle: left, "
            "top, width, height. Circle: centre and radius. Polygon: its corners. Or "
            "draw it on the picture above."
        ),
    )
    feedback = blocks.TextBlock(label=_("Feedback"), required=False, rows=2)

    class Meta:
        label = pgettext_lazy("picture", "Region")
        icon = "crosshairs"
        template = "content/previews/region.html"
        description = _("A region of the picture, right or wrong.")
        preview_value = {
            "label": "Қақпа",
            "correct": True,
            "shape": "rectangle",
            "points": "100 250 300 120",
            "feedback": "",
        }


class CriterionBlock(blocks.StructBlock):
    """A criterion of the rubric for marking an open answer."""

    text = blocks.CharBlock(label=_("Criterion"), max_length=120)
    levels = blocks.TextBlock(
        label=_("Levels"),
        rows=4,
        help_text=_(
            "One per line, starting from no points: the second line is worth one point."
        ),
    )

    class Meta:
        label = _("Criterion")
        icon = "tasks"
        template = "content/previews/criterion.html"
        description = _(
            "One criterion for an open answer. If there are none, the four "
            "standard ones apply: lawful, safe, respectful, recorded."
        )
        preview_value = {"text": "Заңды", "levels": "Жоқ\nІшінара\nИә"}
