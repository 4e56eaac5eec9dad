"""The final exam of a course: its rules; the questions stand in the bank."""

import hashlib
import json
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from content.models.bank_panel import BankPanel
from content.models.base import BasePage, UnitPage
from courses.assessment.versions import note_paper
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
        _("hours of waiting"),
        max_length=60,
        blank=True,
        default="24, 72",
        help_text=_("Before the second attempt, before the third: 24, 72."),
    )
    trials = models.PositiveSmallIntegerField(
        _("questions tried out"),
        default=2,
        validators=[MaxValueValidator(10)],
        help_text=_(
            "At most so many questions in trial are asked on top; they do not count."
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

    is_invigilated = models.BooleanField(
        _("only in an invigilated sitting"),
        default=False,
        help_text=_(
            "Learners start it in a planned sitting, with the code that their invigilator "
            "shows them."
        ),
    )

    kind = Unit.Kind.EXAM
    content_panels = [
        *BasePage.content_panels,
        FieldRowPanel([FieldPanel("questions"), FieldPanel("minutes")]),
        FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("attempts")]),
        FieldPanel("waiting_hours"),
        FieldPanel("is_invigilated"),
        FieldRowPanel([FieldPanel("trials"), FieldPanel("needs_full_bank")]),
        BankPanel(heading=_("Is the bank enough?")),
        *UnitPage.change_panels,
    ]
    parent_page_types = ["content.CoursePage"]
    subpage_types: list[str] = []
    template = "content/previews/unit.html"

    class Meta:
        verbose_name = _("final exam")
        verbose_name_plural = _("final exams")

    @property
    def rules(self) -> dict[str, Any]:
        """The rules as the assessment office takes them.

        Rules that came later are named where they differ from what was usual before, so
        that the hashes of exams approved then stay what they are.
        """
        usual = {"is_invigilated": False, "trials": 2, "needs_full_bank": False}
        later = {name: getattr(self, name) for name in usual}
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
        note_paper(version, self.rules)

    def clean(self) -> None:
        """Demand as many hours as there are repeated attempts, in whole numbers."""
        super().clean()
        try:
            hours = _hours(self.waiting_hours)
        except ValueError:
            hours = []
        if len(hours) < self.attempts - 1:
            raise ValidationError(
                {
                    "waiting_hours": _(
                        "Give a whole number of hours for each attempt after the first, "
                        "separated by commas."
                    )
                }
            )


def _hours(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if part.strip()]
