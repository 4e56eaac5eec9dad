"""The final exam of a course: its rules; the questions are in the bank."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail_localize.fields import SynchronizedField

from content.models.abstract_pages import BasePage, UnitPage
from content.models.bank_panel import BankPanel, QuestionChoicePanel
from content.models.blueprint_form import ExamPageForm
from courses.assessment.models import PaperVersion
from courses.assessment.paper_blueprint import Blueprint, Difficulty
from courses.assessment.papers.published_questions import record_paper
from courses.models import Unit, UnitVersion


class ExamPage(UnitPage):
    """The rules of the final exam, in one language."""

    questions = models.PositiveSmallIntegerField(
        _("questions"), default=20, validators=[MinValueValidator(1)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=40, validators=[MinValueValidator(1)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        default=80,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts"), default=3, validators=[MinValueValidator(1)]
    )
    waiting_hours = models.CharField(
        _("waiting time in hours"),
        max_length=60,
        blank=True,
        default="24, 72",
        help_text=_("Before the second attempt, before the third: 24, 72."),
    )
    trials = models.PositiveSmallIntegerField(
        _("trial questions"),
        default=2,
        validators=[MaxValueValidator(10)],
        help_text=_(
            "Up to this many trial questions are added to the exam. They do not count."
        ),
    )
    needs_full_bank = models.BooleanField(
        _("needs a full bank"),
        default=False,
        help_text=_(
            "Without 3 live questions for each outcome and a must-pass question the "
            "exam cannot be released."
        ),
    )

    open_questions = models.PositiveSmallIntegerField(
        _("open questions"),
        default=0,
        validators=[MaxValueValidator(10)],
        help_text=_(
            "This many questions ask for an answer in the candidate's own "
            "words. Trainers mark them, so the result comes a few days later."
        ),
    )
    is_invigilated = models.BooleanField(
        _("only in an invigilated sitting"),
        default=False,
        help_text=_(
            "Learners start it in a planned sitting, with the code that their invigilator "
            "shows them."
        ),
    )

    review = models.CharField(
        _("what a candidate sees afterwards"),
        max_length=8,
        choices=PaperVersion.Review,
        default=PaperVersion.Review.RESULT,
        help_text=_(
            "After the exam. Anything beyond the result gives the questions "
            "away: choose it only if they will not be asked again."
        ),
    )
    test_review = models.CharField(
        _("what learners see after tests that do not count"),
        max_length=8,
        choices=PaperVersion.Review,
        default=PaperVersion.Review.ANSWERS,
        help_text=_("After the entry test and the follow-up test."),
    )
    pre_test_questions = models.PositiveSmallIntegerField(
        _("questions of the entry test"),
        default=10,
        validators=[MaxValueValidator(50)],
        help_text=_("Offered before the first lesson. It does not count. 0: no test."),
    )
    follow_up_questions = models.PositiveSmallIntegerField(
        _("questions of the follow-up test"),
        default=8,
        validators=[MaxValueValidator(50)],
        help_text=_(
            "Offered to a sample of learners about 90 days later. It does "
            "not count. 0: no test."
        ),
    )

    per_outcome = models.JSONField(
        _("questions of each outcome"),
        default=dict,
        blank=True,
        help_text=_(
            "The total must equal the number of questions in the exam. "
            "Empty: spread as evenly as possible."
        ),
    )
    easy = models.PositiveSmallIntegerField(_("easy"), null=True, blank=True)
    medium = models.PositiveSmallIntegerField(_("medium"), null=True, blank=True)
    hard = models.PositiveSmallIntegerField(_("hard"), null=True, blank=True)
    must_pass_questions = models.PositiveSmallIntegerField(
        _("must-pass questions"),
        null=True,
        blank=True,
        help_text=_("Empty: in proportion to the bank, at least one."),
    )
    listed = models.TextField(
        _("questions chosen by hand"),
        blank=True,
        help_text=_(
            "Codes, separated by commas: C1-Q01, C1-Q05. Every candidate is "
            "then asked exactly these, each in a different order."
        ),
    )

    kind = Unit.Kind.EXAM
    base_form_class = ExamPageForm
    override_translatable_fields = [SynchronizedField("listed")]
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("questions"), FieldPanel("minutes")]),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts")]),
        FieldPanel("waiting_hours"),
        FieldPanel("is_invigilated"),
        FieldRowPanel([FieldPanel("trials"), FieldPanel("needs_full_bank")]),
        FieldPanel("open_questions"),
        MultiFieldPanel(
            [
                FieldPanel("per_outcome"),
                FieldRowPanel(
                    [FieldPanel("easy"), FieldPanel("medium"), FieldPanel("hard")],
                    help_text=_(
                        "In per cent (adding up to 100) or in questions (adding up to "
                        "the number in the exam). Empty: left to the draw."
                    ),
                ),
                FieldPanel("must_pass_questions"),
                FieldPanel("listed"),
                QuestionChoicePanel(),
            ],
            heading=_("Which questions are asked"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("review"),
                FieldPanel("test_review"),
                FieldRowPanel(
                    [
                        FieldPanel("pre_test_questions"),
                        FieldPanel("follow_up_questions"),
                    ]
                ),
            ],
            heading=_("What is shown afterwards, and tests that do not count"),
        ),
        BankPanel(heading=_("Are there enough questions in the bank?")),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["content.CoursePage"]
    subpage_types: list[str] = []
    template = "content/previews/unit.html"

    class Meta:
        verbose_name = _("final exam")
        verbose_name_plural = _("final exams")

    @property
    def plan(self) -> Blueprint:
        """The blueprint of the exam, from the fields filled in by its author."""
        mix = {name.value: getattr(self, name.value) for name in Difficulty}
        if all(number is None for number in mix.values()):
            mix = {}
        codes = (code.strip().lower() for code in self.listed.split(","))
        return Blueprint(
            {int(outcome): number for outcome, number in self.per_outcome.items()},
            {name: number or 0 for name, number in mix.items()},
            self.must_pass_questions,
            tuple(code for code in codes if code),
        )

    def follow(self, plan: Blueprint) -> None:
        """Fill in the fields from ``plan``, as an author would."""
        self.per_outcome = plan.rules().get("outcomes", {})
        for name in Difficulty:
            setattr(self, name.value, plan.mix.get(name.value, 0) if plan.mix else None)
        self.must_pass_questions = plan.must_pass
        self.listed = ", ".join(code.upper() for code in plan.listed)

    @property
    def rules(self) -> dict[str, Any]:
        """The rules in the format of the assessment app.

        Rules added later are included only if they differ from the earlier default, so
        that the hashes of exams approved before stay the same.
        """
        usual: dict[str, Any] = {
            "is_invigilated": False,
            "trials": 2,
            "needs_full_bank": False,
            "open_questions": 0,
            "blueprint": {},
            "review": PaperVersion.Review.RESULT,
            "test_review": PaperVersion.Review.ANSWERS,
            "pre_test_questions": 10,
            "follow_up_questions": 8,
        }
        later = {name: getattr(self, name) for name in usual if name != "blueprint"}
        later["blueprint"] = self.plan.rules()
        return {
            "questions": self.questions,
            "minutes": self.minutes,
            "pass_mark": self.pass_mark,
            "attempts": self.attempts,
            "waiting_hours": _hours(self.waiting_hours),
        } | {name: rule for name, rule in later.items() if rule != usual[name]}

    def plain_content(self) -> dict[str, Any]:
        return {"title": self.title} | self.rules

    def structure(self) -> str:
        return hashlib.sha256(json.dumps(self.rules).encode()).hexdigest()

    def details(self) -> dict[str, Any]:
        return self.rules

    def after_version(self, version: UnitVersion) -> None:
        record_paper(version, self.rules)

    def clean(self) -> None:
        """Demand waiting hours for each repeated attempt, and a consistent blueprint."""
        super().clean()
        faults: dict[str, Any] = {
            _FIELDS[rule]: text
            for rule, text in self.plan.faults(self.questions).items()
        }
        if self.questions and self.open_questions > self.questions:
            faults["open_questions"] = _(
                "There cannot be more of these than questions."
            )
        try:
            hours = _hours(self.waiting_hours)
        except ValueError:
            hours = []
        if len(hours) < self.attempts - 1:
            faults["waiting_hours"] = _(
                "Enter a whole number of hours for each attempt after the first, "
                "separated by commas."
            )
        if faults:
            raise ValidationError(faults)


#: The field of each rule of a blueprint.
_FIELDS = {
    "outcomes": "per_outcome",
    "difficulty": "easy",
    "must_pass": "must_pass_questions",
    "list": "listed",
}


def _hours(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]
