"""Questions of learners about a paragraph, and replies of trainers.

Trainers see the paragraph and the question, but neither name, number nor place of the
learner: they need none of them, and in a small prison even less would identify people.
"""

import uuid
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Course, Enrolment, UnitVersion
from elearning.accounts.roles import Role
from elearning.audit.models import AppendOnly
from elearning.languages import list_language_choices

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: The maximum number of characters of a question or a reply.
MOST_WORDS = 1000


class EnquiryQuerySet(models.QuerySet["Enquiry"]):
    """Questions, by who may see them and whether they are waiting."""

    def of(self, user: "User") -> Self:
        """Keep the user’s own questions."""
        return self.filter(enrolment__learner__user=user)

    def answerable_by(self, user: "User") -> Self:
        """Keep those a trainer may answer: of courses in their remit, but not their own."""
        if not user.has_role(Role.TRAINER):
            return self.none()
        courses = Course.objects.in_remit_of(user)
        own = self.model.objects.of(user)
        return self.filter(enrolment__course__in=courses).exclude(
            pk__in=own.values("pk")
        )

    def visible_to(self, user: "User") -> Self:
        """Keep the user’s own, and those they may answer; nobody else reads a question."""
        answerable = self.model.objects.answerable_by(user)
        return self.filter(
            Q(enrolment__learner__user=user) | Q(pk__in=answerable.values("pk"))
        )

    def waiting(self) -> Self:
        """Keep those without a reply."""
        return self.filter(~Exists(Reply.objects.filter(enquiry=OuterRef("pk"))))

    def with_replies(self) -> Self:
        """Load everything a list shows; two queries, or one if there is nothing."""
        return (
            self.select_related("enrolment__course", "version__unit")
            .prefetch_related("version__texts", "replies")
            .order_by("-pk")
        )


class Enquiry(AppendOnly):
    """A question about one block of a lesson, in the version that the learner read.

    ``language`` is that of the page, in which the learner wants the reply; the text may
    have been shown in another one (``version.text(language)``). Deleted when it expires
    (curriculum R18).
    """

    expires = True

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    enrolment = models.ForeignKey(
        Enrolment, models.PROTECT, related_name="enquiries", verbose_name=_("course")
    )
    version = models.ForeignKey(
        UnitVersion, models.PROTECT, related_name="enquiries", verbose_name=_("lesson")
    )
    block = models.CharField(_("paragraph"), max_length=64)
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    text = models.CharField(_("question"), max_length=MOST_WORDS)
    asked_at = models.DateTimeField(_("asked"), db_index=True)

    objects = EnquiryQuerySet.as_manager()

    class Meta:
        verbose_name = _("question to the trainer")
        verbose_name_plural = _("questions to the trainer")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return str(self.key)

    @property
    def is_waiting(self) -> bool:
        """Whether there is no reply; reads the prefetched ``replies``."""
        return not self.replies.all()


class Reply(AppendOnly):
    """A trainer’s answer, or the statement that the lesson was changed."""

    class Kind(models.TextChoices):
        ANSWER = "answer", _("Answer")
        CHANGED = "changed", _("Changed in the lesson")

    expires = True

    enquiry = models.ForeignKey(Enquiry, models.PROTECT, related_name="replies")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    text = models.CharField(_("answer"), max_length=MOST_WORDS, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer from a trainer")
        verbose_name_plural = _("answers from trainers")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="changed") | ~Q(text=""), name="answer_has_words"
            )
        ]

    def __str__(self) -> str:
        return f"{self.enquiry_id}: {self.kind}"

    @property
    def is_change(self) -> bool:
        """Whether the lesson itself was changed."""
        return self.kind == self.Kind.CHANGED
