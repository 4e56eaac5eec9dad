"""Users, their one-time codes, and account changes."""

from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q, StringAgg, Value
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from elearning.accounts.errors import AccountError
from elearning.accounts.roles import CENTRAL_ROLES, SECOND_FACTOR_ROLES, Role
from elearning.audit.reasons import build_reason_check
from elearning.decisions import Confirmation, Proposal, ProposalQuerySet
from elearning.languages import get_first_language, list_language_choices


class UserManager(BaseUserManager["User"]):
    """Creates users; people get no password until activation."""

    def with_roles(self) -> models.QuerySet["User"]:
        """Return users with the names of their roles, in one query."""
        return self.annotate(_held=StringAgg("groups__name", Value(" ")))

    def administrators(self) -> models.QuerySet["User"]:
        """Keep active administrators."""
        return self.filter(is_active=True, groups__name=Role.ADMINISTRATOR)

    def create_user(
        self, staff_number: str, password: str | None = None, **fields: Any
    ) -> "User":
        """Create a user; without a password they can only activate their account."""
        user = self.model(staff_number=staff_number, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def called(self, login: str) -> models.QuerySet["User"]:
        """Return users with this service number or e-mail, usually one."""
        named = self.alias(number=Lower("staff_number"), mail=Lower("email"))
        plain = login.strip().lower()
        return named.filter(Q(number=plain) | Q(mail=plain))

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(staff_number__iexact=username)


class TextSize(models.TextChoices):
    """Text size of all pages."""

    USUAL = "usual", pgettext_lazy("text", "Normal")
    LARGE = "large", pgettext_lazy("text", "Large")
    LARGER = "larger", pgettext_lazy("text", "Larger")
    LARGEST = "largest", pgettext_lazy("text", "Largest")


class Theme(models.TextChoices):
    """Light or dark pages."""

    MACHINE = "machine", _("As set on this device")
    LIGHT = "light", pgettext_lazy("theme", "Light")
    DARK = "dark", pgettext_lazy("theme", "Dark")


class User(AbstractBaseUser, PermissionsMixin):
    """A person who may sign in, identified by staff number."""

    staff_number = models.CharField(
        _("service number"),
        max_length=32,
        unique=True,
        error_messages={"unique": _("This service number already has an account.")},
    )
    email = models.EmailField(_("e-mail"), null=True, blank=True)  # noqa: DJ001 — unique when given
    name = models.CharField(
        _("display name"),
        max_length=150,
        blank=True,
        help_text=_(
            "Shown only to the user, so that they can see whose session it is."
        ),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=list_language_choices,
        default=get_first_language,
    )
    text_size = models.CharField(
        _("size of the text"),
        max_length=8,
        choices=TextSize,
        default=TextSize.USUAL,
    )
    theme = models.CharField(
        _("light or dark"),
        max_length=8,
        choices=Theme,
        default=Theme.MACHINE,
    )
    high_contrast = models.BooleanField(
        _("High contrast: black on white, or white on black"), default=False
    )
    wide_spacing = models.BooleanField(
        _("More space between letters, words and lines"), default=False
    )
    calm_motion = models.BooleanField(_("Nothing moves on the pages"), default=False)
    low_data = models.BooleanField(
        _(
            "Less data: pictures load when you ask for them, and videos open "
            "with their transcript"
        ),
        default=False,
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    date_joined = models.DateTimeField(_("created"), default=timezone.now)
    toured_at = models.DateTimeField(
        _("first steps dismissed"), null=True, blank=True, editable=False
    )

    objects = UserManager()

    USERNAME_FIELD = "staff_number"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["staff_number"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("This e-mail already has an account."),
            ),
            models.UniqueConstraint(
                Lower("staff_number"),
                name="user_staff_number_unique",
                violation_error_message=_(
                    "This service number already has an account."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.staff_number

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email or None
        super().save(*args, **kwargs)

    def get_full_name(self) -> str:
        return self.name or self.staff_number

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def roles(self) -> frozenset[str]:
        """The values of ``Role`` the user holds; read once for each request."""
        if "_held" in vars(self):  # set by ``with_roles``
            return frozenset((vars(self)["_held"] or "").split())
        return frozenset(self.groups.values_list("name", flat=True))

    def has_role(self, *roles: Role) -> bool:
        """Tell whether the user holds at least one of ``roles``."""
        return not self.roles.isdisjoint(roles)

    @property
    def central_roles(self) -> list[str]:
        """The roles for the whole service among the user’s roles."""
        return [role.value for role in CENTRAL_ROLES if role in self.roles]

    @property
    def page_mark(self) -> str:
        """Return a pseudonym of the user for pages, which does not reveal the user."""
        mark = salted_hmac(__name__, str(self.pk), algorithm="sha256")
        return mark.hexdigest()[:16]

    @property
    def needs_second_factor(self) -> bool:
        return self.is_superuser or not self.roles.isdisjoint(SECOND_FACTOR_ROLES)


class ActivationQuerySet(models.QuerySet["Activation"]):
    """One-time codes by validity."""

    def usable(self, at: datetime) -> Self:
        return self.filter(used_at=None, withdrawn_at=None, expires_at__gt=at)


class Activation(models.Model):
    """A one-time code for setting a first or new password."""

    user = models.ForeignKey(User, models.PROTECT, related_name="activations")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", null=True, verbose_name=_("created by")
    )
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)

    objects = ActivationQuerySet.as_manager()

    class Meta:
        verbose_name = _("activation code")
        verbose_name_plural = _("activation codes")

    def __str__(self) -> str:
        return f"{self.user}: {self.created_at:%Y-%m-%d}"


class AccountChangeQuerySet(ProposalQuerySet["AccountChange"]):
    """Account changes by state and by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep changes for administrators, and none for others."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()


class AccountChange(Proposal):
    """A change of an account, proposed by one administrator and decided by another.

    ``roles`` are the central roles of the account afterwards, none if it is closed. A
    reset of the second factor and a reopening do not change roles.
    """

    class Kind(models.TextChoices):
        """The kind of change."""

        ROLES = "roles", _("Central roles")
        SECOND_FACTOR = "second-factor", _("New second step for sign-in")
        CLOSING = "closing", _("Account closure")
        OPENING = "opening", _("Reopening of a closed account")

    proposer = "made_by"
    own_words = _(
        "You proposed this, or it is your own account. Another administrator must decide."
    )

    user = models.ForeignKey(User, models.PROTECT, related_name="changes")
    kind = models.CharField(_("what changes"), max_length=16, choices=Kind)
    roles = models.JSONField(_("central roles"), default=list)
    reason = models.TextField(_("reason"))
    made_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("proposed"))

    objects = AccountChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("account change")
        verbose_name_plural = _("account changes")
        ordering = ["-made_at"]
        constraints = [build_reason_check("account_change_says_why")]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_kind_display()}"

    @property
    def is_made(self) -> bool:
        """Whether a second administrator has confirmed it."""
        return hasattr(self, "decision") and self.decision.is_confirmed

    @property
    def role_names(self) -> list[str]:
        """The proposed roles in the reader’s language."""
        return [str(Role(role).label) for role in self.roles]

    def is_of(self, user: User) -> bool:
        """Tell whether ``user`` proposed it, or owns the account."""
        return super().is_of(user) or user.pk == self.user_id


class AccountChangeDecision(Confirmation):
    """The decision on an account change, with its reason.

    A second administrator confirmed or declined it, or the proposer withdrew it.
    ``added_roles`` are those the account did not hold at that moment; people who leave
    the service lose roles without a change.
    """

    about = "change"
    action = "accounts.change_"
    refusal = AccountError

    change = models.OneToOneField(
        AccountChange, models.PROTECT, related_name="decision"
    )
    added_roles = models.JSONField(default=list)
    reason = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("decision about an account change")
        verbose_name_plural = _("decisions about account changes")
        constraints = [build_reason_check("account_decision_says_why")]

    @property
    def is_withdrawal(self) -> bool:
        """Whether the proposer took the change back."""
        return not self.is_confirmed and self.change.is_proposal_of(self.by)

    @property
    def verdict(self) -> str:
        return "withdrawn" if self.is_withdrawal else super().verdict

    @property
    def takes_another(self) -> bool:
        return not self.is_withdrawal
