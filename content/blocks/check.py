"""The self-check: a question with feedback for every option."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.text import PRACTISE

SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "truefalse"


class OptionBlock(blocks.StructBlock):
    """One option of a question."""

    text = blocks.CharBlock(label=_("Text"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Feedback"),
        max_length=500,
        help_text=_("For whoever chose it: one sentence that names the rule."),
    )

    class Meta:
        label = _("Option")
        icon = "circle-check"


class SelfCheckValue(blocks.StructValue):
    """A self-check as stored, with what a view asks of it."""

    @property
    def option_ids(self) -> list[str]:
        return [option.id for option in self["options"].bound_blocks]

    @property
    def right_ids(self) -> set[str]:
        return {
            option.id
            for option in self["options"].bound_blocks
            if option.value["correct"]
        }

    def score(self, chosen: set[str]) -> float:
        """Return the share (0-1) of options that were rightly chosen or left alone."""
        ids = self.option_ids
        right = sum((one in chosen) == (one in self.right_ids) for one in ids)
        if self["kind"] != MULTIPLE:
            return float(chosen == self.right_ids)
        return right / len(ids)


class SelfCheckBlock(blocks.StructBlock):
    """A question the learner answers for herself, as often as she likes."""

    question = blocks.TextBlock(label=_("Question"), rows=2)
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            (SINGLE, _("One right answer")),
            (MULTIPLE, _("Several right answers")),
            (TRUE_FALSE, _("True or false")),
        ],
        default=SINGLE,
    )
    options = blocks.ListBlock(
        OptionBlock(), label=_("Options"), default=[{}, {}], min_num=2, max_num=6
    )

    class Meta:
        label = _("Self-check")
        icon = "help"
        group = PRACTISE
        template = "content/blocks/check.html"
        value_class = SelfCheckValue
        description = _("A question with feedback at once. It is never marked.")
        preview_value = {
            "question": "Қай бұйрықты орындауға болмайды?",
            "kind": SINGLE,
            "options": [
                {"text": "Азаптау", "correct": True, "feedback": "1-қағида."},
                {"text": "Санақ", "correct": False, "feedback": "Бұл заңды."},
            ],
        }

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation:  # a draft may be unfinished
            return cleaned
        right = sum(bool(option["correct"]) for option in cleaned["options"])
        if not right or (cleaned["kind"] != MULTIPLE and right != 1):
            raise blocks.StructBlockValidationError(
                non_block_errors=[_wrong_number(cleaned["kind"])]
            )
        if cleaned["kind"] == TRUE_FALSE and len(cleaned["options"]) > 2:  # noqa: PLR2004
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("A true or false question has two options.")]
            )
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the options as the template shows them, with what was chosen before."""
        context = super().get_context(value, parent_context)
        block_id = context.get("block_id", "check")
        answer = (context.get("notes") or {}).get(block_id, {})
        chosen = set(answer.get("choices", ()))
        context["answer"] = answer
        context["type"] = "checkbox" if value["kind"] == MULTIPLE else "radio"
        context["options"] = [
            _shown(option, chosen) for option in value["options"].bound_blocks
        ]
        return context


def _shown(option: Any, chosen: set[str]) -> dict[str, Any]:
    is_chosen = option.id in chosen
    right = bool(option.value["correct"])
    return {
        "id": option.id,
        "label": option.value["text"],
        "checked": is_chosen,
        "verdict": ("right" if right else "wrong") if is_chosen else "",
        "feedback": option.value["feedback"] if is_chosen else "",
    }


def _wrong_number(kind: str) -> Any:
    if kind == MULTIPLE:
        return _("Mark at least one option as right.")
    return _("Mark exactly one option as right.")
