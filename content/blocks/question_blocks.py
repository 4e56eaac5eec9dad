"""Questions inside a lesson: written in place, or taken from the bank."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from content.blocks.body_reader import split_citations
from content.blocks.citation_fields import add_citation_chooser
from content.blocks.text_blocks import PRACTISE
from courses.assessment.models import QuestionVersion
from courses.assessment.practice import self_check_questions

SINGLE, MULTIPLE, TRUE_FALSE = "single", "multiple", "truefalse"
#: An empty option. The studio writes “undefined” into fields that are missing here.
_EMPTY = {"text": "", "correct": False, "feedback": "", "cites": ""}


class OptionBlock(blocks.StructBlock):
    """One option of a question."""

    text = blocks.CharBlock(label=_("Text"), max_length=500)
    correct = blocks.BooleanBlock(label=_("Right"), required=False)
    feedback = blocks.CharBlock(
        label=_("Feedback"),
        max_length=500,
        help_text=_("For anyone who chose it: one sentence that names the rule."),
    )
    cites = add_citation_chooser(
        blocks.CharBlock(
            label=_("Legal basis"),
            required=False,
            max_length=250,
            help_text=_("Citations that the feedback links to: NMR 43, NMR 36."),
        )
    )

    class Meta:
        label = _("Option")
        icon = "circle-check"


class SelfCheckValue(blocks.StructValue):
    """A stored self-check, with its question."""

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

    def question_in(self, language: str) -> QuestionVersion:
        """Return the question for the assessment app, in ``language``.

        A true-or-false question becomes one with a single right answer out of two:
        nothing marks which option means true.
        """
        choices = [
            {
                "id": option.id,
                "text": option.value["text"],
                "feedback": option.value["feedback"],
                "cites": split_citations(option.value.get("cites") or ""),
            }
            for option in self["options"].bound_blocks
        ]
        text = {"stem": self["question"], "feedback": "", "choices": choices}
        return QuestionVersion(
            type=MULTIPLE if self["kind"] == MULTIPLE else SINGLE,
            body={language: text},
            key={"right": sorted(self.right_ids)},
        )


class BankCheckValue(blocks.StructValue):
    """A bank question in a lesson."""

    @property
    def key(self) -> str:
        return str(self["question"])


class SelfCheckBlock(blocks.StructBlock):
    """A question that learners answer for themselves, as often as they like."""

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
        OptionBlock(), label=_("Options"), default=[_EMPTY] * 2, min_num=2, max_num=6
    )

    class Meta:
        label = _("Self-check")
        icon = "help"
        group = PRACTISE
        template = "content/blocks/check.html"
        value_class = SelfCheckValue
        description = _("A question with immediate feedback. It is never marked.")
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
        if cleaned["kind"] == TRUE_FALSE and len(cleaned["options"]) > 2:
            raise blocks.StructBlockValidationError(
                non_block_errors=[_("A true or false question has two options.")]
            )
        return cleaned

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the question as its reader sees it, with feedback on their answer."""
        context = super().get_context(value, parent_context)
        lesson = context.get("lesson")
        language = lesson.language if lesson else get_language() or ""
        return context | _asked(context, value.question_in(language))


class BankQuestionBlock(blocks.ChoiceBlock):
    """A choice of the questions that lessons may ask."""

    def normalize_choice(self, value: Any) -> str:
        """Return the stored key: readers need no list of all questions."""
        return str(value or "")


class BankCheckBlock(blocks.StructBlock):
    """A question of the bank, of any type, in a lesson."""

    question = BankQuestionBlock(
        label=_("Question"),
        choices=self_check_questions.list_offered_questions,
        help_text=_(
            "Published questions from the bank that are marked “for practice”."
        ),
    )

    class Meta:
        label = _("Question from the bank")
        icon = "help"
        group = PRACTISE
        template = "content/blocks/check.html"
        preview_template = "content/blocks/previews/bank_check.html"
        value_class = BankCheckValue
        description = _("A question from the bank, of any kind. It is never marked.")

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the question in the version of the reader’s edition.

        A page without an edition, such as a draft, shows the last published version.
        """
        context = super().get_context(value, parent_context)
        known = context.get("questions")
        if known is None:
            known = self_check_questions.list_questions_by_key([value.key])
        question = known.get(value.key)
        return context | (_asked(context, question) if question else {"check": None})


def _asked(context: Mapping[str, Any], question: QuestionVersion) -> dict[str, Any]:
    block = str(context.get("block_id", "check"))
    check = self_check_questions.build_self_check(
        block,
        question,
        (context.get("notes") or {}).get(block, {}),
        cited=context.get("citations") or {},
        refused=(context.get("refused") or {}).get(block),
    )
    return {"check": check, "prefix": f"{block}-", "question": question}


def _wrong_number(kind: str) -> Any:
    if kind == MULTIPLE:
        return _("Mark at least one option as right.")
    return _("Mark exactly one option as right.")
