"""Questions and papers, frozen as they were published."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from courses.models import Outcome, UnitVersion
from elearning.audit.models import AppendOnly
from elearning.languages import pick


class QuestionVersion(AppendOnly):
    """A question of the bank as it was published, in every language it then had.

    ``body`` holds, for each language, ``{"stem", "feedback", "choices": [{"id", "text",
    "feedback"}]}`` in plain text; ``correct`` the ids of the right choices.
    """

    class Type(models.TextChoices):
        """The types that the platform marks by itself."""

        SINGLE = "single", _("One answer")
        MULTIPLE = "multiple", _("Several answers")
        TRUE_FALSE = "truefalse", _("True or false")

    version = models.OneToOneField(UnitVersion, models.PROTECT, related_name="question")
    type = models.CharField(_("type"), max_length=16, choices=Type)
    must_pass = models.BooleanField(_("must-pass question"), default=False)
    outcome = models.ForeignKey(Outcome, models.PROTECT, related_name="questions")
    body = models.JSONField(_("text in each language"))
    correct = models.JSONField(_("right choices"))
    cites = models.JSONField(_("citations"), default=list)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")

    def __str__(self) -> str:
        return str(self.version)

    def text(self, language: str | None = None) -> tuple[dict[str, Any], str]:
        """Return the text for ``language``, and the language it is in."""
        found, code = pick(self.body, language)
        return found or {"stem": "", "feedback": "", "choices": []}, code

    @property
    def choice_ids(self) -> list[str]:
        """The ids of the choices in the order of the authors."""
        return [choice["id"] for choice in self.text()[0]["choices"]]

    @property
    def takes_several(self) -> bool:
        return self.type == self.Type.MULTIPLE

    def is_right(self, choices: list[str] | None) -> bool:
        """Tell whether exactly the right choices were chosen: all or nothing."""
        return choices is not None and set(choices) == set(self.correct)


class PaperVersion(AppendOnly):
    """The rules of a final exam as they were published."""

    version = models.OneToOneField(UnitVersion, models.PROTECT, related_name="paper")
    questions = models.PositiveSmallIntegerField(
        _("number of questions"), validators=[MinValueValidator(1)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(1)]
    )
    pass_mark = models.PositiveSmallIntegerField(
        _("pass mark in per cent"),
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    attempts = models.PositiveSmallIntegerField(
        _("number of attempts"), validators=[MinValueValidator(1)]
    )
    waiting_hours = models.JSONField(
        _("hours to wait"),
        default=list,
        help_text=_("Before the second attempt, before the third, and so on."),
    )

    class Meta:
        verbose_name = _("exam paper")
        verbose_name_plural = _("exam papers")
        constraints = [
            models.CheckConstraint(
                condition=Q(questions__gte=1, minutes__gte=1, attempts__gte=1)
                & Q(pass_mark__range=(1, 100)),
                name="paper_numbers",
            )
        ]

    def __str__(self) -> str:
        return str(self.version)

    def hours_before(self, number: int) -> int:
        """Return the hours to wait before attempt ``number``; the last rule goes on."""
        if number < 2 or not self.waiting_hours:  # noqa: PLR2004 — nothing before the first
            return 0
        return int(self.waiting_hours[min(number - 2, len(self.waiting_hours) - 1)])
