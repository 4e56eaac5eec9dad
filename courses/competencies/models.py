"""Domains of competence, profiles of posts, and target levels (curriculum A.2, A.3)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from elearning.languages import TranslatedTitle, pick_text
from elearning.staff.models import Post


class CompetencyLevel(models.IntegerChoices):
    """Levels of mastery of a domain (curriculum A.2)."""

    NOT_REQUIRED = 0, _("Not required")
    AWARE = 1, _("Aware")
    PRACTITIONER = 2, _("Practitioner")
    ADVANCED = 3, _("Advanced")
    LEAD = 4, _("Lead")

    @property
    def meaning(self) -> str:
        return str(_MEANINGS[self])


_MEANINGS = {
    CompetencyLevel.NOT_REQUIRED: _("The post does not require it."),
    CompetencyLevel.AWARE: _(
        "Knows the subject, recognises it and refers it to a specialist."
    ),
    CompetencyLevel.PRACTITIONER: _("Does it independently and to the standard."),
    CompetencyLevel.ADVANCED: _("Handles complex cases and coaches others."),
    CompetencyLevel.LEAD: _("Sets the local policy and is responsible for it."),
}


class Domain(TranslatedTitle):
    """A domain of competence; ``practices`` describes level 2, by language."""

    code = models.SlugField(_("code"), max_length=8, unique=True)
    practices = models.JSONField(_("what a practitioner can be seen to do"))
    place = models.PositiveSmallIntegerField(_("place in the list"))

    class Meta:
        verbose_name = _("domain of competence")
        verbose_name_plural = _("domains of competence")
        ordering = ["place", "code"]

    @property
    def practice(self) -> str:
        return str(pick_text(self.practices)[0])


class Profile(models.Model):
    """The profile of a post: its purpose, evidence of competence, and what holders never do.

    Each text is a mapping from language code to words.
    """

    post = models.OneToOneField(Post, models.CASCADE, related_name="profile")
    purposes = models.JSONField(_("purpose"))
    evidences = models.JSONField(_("evidence of competence"))
    nevers = models.JSONField(_("what the post holder never does"))

    class Meta:
        verbose_name = _("profile of a post")
        verbose_name_plural = _("profiles of posts")
        ordering = ["post__code"]

    def __str__(self) -> str:
        return str(self.post)

    @property
    def purpose(self) -> str:
        return str(pick_text(self.purposes)[0])

    @property
    def evidence(self) -> str:
        return str(pick_text(self.evidences)[0])

    @property
    def never(self) -> str:
        return str(pick_text(self.nevers)[0])


class Target(models.Model):
    """The level of a domain that a post requires."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="targets")
    domain = models.ForeignKey(Domain, models.CASCADE, related_name="targets")
    level = models.PositiveSmallIntegerField(_("target level"), choices=CompetencyLevel)

    class Meta:
        verbose_name = _("target level")
        verbose_name_plural = _("target levels")
        ordering = ["post__code", "domain__place"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "domain"], name="competencies_target_once"
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=CompetencyLevel.values),
                name="competencies_target_level",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post.code}: {self.domain.code}, {self.level}"

    @property
    def named(self) -> CompetencyLevel:
        return CompetencyLevel(self.level)
