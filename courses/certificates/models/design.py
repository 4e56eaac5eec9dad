"""Designs of certificates, and the decisions to adopt them."""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.certificates.errors import DesignError
from elearning.accounts.roles import Role
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Confirmation, Proposal, ProposalQuerySet

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles that may change the design of certificates.
DESIGNERS = (Role.MINISTRY_HR, Role.ADMINISTRATOR)


class Palette(models.TextChoices):
    """The colour of a certificate beside black and gold, dark enough for text."""

    SKY = "sky", _("Sky")
    STEPPE = "steppe", _("Steppe")
    NIGHT = "night", _("Night")
    GARNET = "garnet", _("Garnet")
    GRAPHITE = "graphite", _("Graphite")

    @property
    def colour(self) -> str:
        return _COLOURS[self.value]


_COLOURS = {
    "sky": "#00677a",
    "steppe": "#2f6440",
    "night": "#2b4a85",
    "garnet": "#7d2b3c",
    "graphite": "#41474f",
}


class DesignQuerySet(ProposalQuerySet["Design"]):
    """Designs by state and by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep designs for the ministry’s personnel office and administrators."""
        return self if user.has_role(*DESIGNERS) else self.none()

    def in_use(self) -> "Design | None":
        """Return the design of newly issued certificates; ``None``: the built-in one."""
        return self.filter(decision__is_confirmed=True).order_by("-number").first()


class Design(Proposal):
    """A proposed look and wording of certificates.

    ``words`` holds the texts for each language: ``issuer``, ``heading``,
    ``holder_line``, and optionally ``closing``, ``basis`` (the legal one) and
    ``office`` (which signs). ``emblem`` is a sanitised SVG, or empty. A certificate
    keeps the design that was in use when it was issued.
    """

    proposer = "made_by"
    own_words = _("You proposed this design, so a second person must decide on it.")

    number = models.PositiveIntegerField(_("number"), unique=True)
    palette = models.CharField(_("colour"), max_length=8, choices=Palette)
    emblem = models.TextField(_("emblem"), blank=True)
    words = models.JSONField(_("words in each language"))
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(_("proposed"))

    objects = DesignQuerySet.as_manager()

    class Meta:
        verbose_name = _("design of certificates")
        verbose_name_plural = _("designs of certificates")
        ordering = ["-number"]
        constraints = [build_reason_check("design_says_why")]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def colour(self) -> str:
        return Palette(self.palette).colour


class DesignDecision(Confirmation):
    """The decision of a second person about a design."""

    about = "design"
    action = "certificates.design_"
    refusal = DesignError

    design = models.OneToOneField(Design, models.PROTECT, related_name="decision")
    is_confirmed = models.BooleanField(_("put into use"))
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about a design")
        verbose_name_plural = _("decisions about designs")
        constraints = [build_reason_check("design_decision_says_why")]
