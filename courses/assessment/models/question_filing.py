"""The filing of questions by trainers: folder and tags."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.assessment.models.question_state import build_bank_filter
from courses.models import Course
from elearning.accounts.models import User


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings, by reader."""

    def visible_to(self, user: User) -> Self:
        """Keep them for readers of the bank."""
        return self.filter(build_bank_filter(user, "course"))


class Filing(models.Model):
    """The folder and the tags of one question, in every language and version.

    They are not part of the question: filing creates no version. ``folder`` is a path
    (``Law/Torture``); a folder exists as long as it holds a question. ``tags`` stand
    between commas (``,search,night,``) so that one can be matched as a whole.
    """

    key = models.UUIDField(unique=True)
    course = models.ForeignKey(Course, models.PROTECT, related_name="+")
    folder = models.CharField(_("folder"), max_length=200, blank=True)
    tags = models.CharField(_("tags"), max_length=400, blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a question")
        verbose_name_plural = _("places of questions")
        indexes = [models.Index(fields=["course", "folder"], name="filing_folder")]

    def __str__(self) -> str:
        return f"{self.folder} {self.tags}"

    @property
    def tag_list(self) -> list[str]:
        return [tag for tag in self.tags.split(",") if tag]
