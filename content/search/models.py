"""Search index: released texts of lessons and clauses."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from content.search.letter_folding import fold_letters
from courses.models import Course, Edition, Unit, UnitText
from courses.provisions.models import ClauseText, DocumentEdition

if TYPE_CHECKING:
    from elearning.accounts.models import User


class SearchEntryQuerySet(models.QuerySet["SearchEntry"]):
    """Entries by their words and their readers."""

    def visible_to(self, user: "User") -> Self:
        """Keep lessons of the user’s editions, front pages of open courses, and clauses."""
        newer = Edition.objects.filter(
            course=OuterRef("course"), number__gt=OuterRef("number")
        )
        current = Edition.objects.filter(
            ~Exists(newer), course__in=Course.objects.visible_to(user)
        )
        theirs = Edition.objects.filter(
            enrolments__learner__user=user, enrolments__ended_at=None
        )
        later = DocumentEdition.objects.filter(
            document=OuterRef("document"), number__gt=OuterRef("number")
        )
        standing = DocumentEdition.objects.filter(~Exists(later))
        return self.filter(
            Q(
                text__version__unit__kind=Unit.Kind.COURSE,
                text__version__in=current.values("entries__version"),
            )
            | Q(
                text__version__unit__kind=Unit.Kind.LESSON,
                text__version__in=theirs.values("entries__version"),
            )
            | Q(clause_text__edition__in=standing)
        )

    def matching(self, words: list[str]) -> Self:
        """Keep entries that have every one of ``words``, in any spelling E.7 allows."""
        found = self
        for word in words:
            found = found.filter(folded__contains=fold_letters(word))
        return found


class SearchEntry(models.Model):
    """The text of one lesson, front page or clause in one language."""

    text = models.OneToOneField(UnitText, models.CASCADE, null=True, related_name="+")
    clause_text = models.OneToOneField(
        ClauseText, models.CASCADE, null=True, related_name="+"
    )
    language = models.CharField(_("language"), max_length=2)
    title = models.CharField(_("title"), max_length=255)
    words = models.TextField(
        _("words"), help_text=_("Title and text, as readers see them.")
    )
    folded = models.TextField()

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("search entry")
        verbose_name_plural = _("search entries")
        constraints = [
            models.CheckConstraint(
                condition=Q(text=None, clause_text__isnull=False)
                | Q(text__isnull=False, clause_text=None),
                name="search_entry_of_one_thing",
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.language}"
