"""Who works where: establishments, posts, people, appointments and remits."""

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Expression, F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from treebeard.mp_tree import MP_Node, MP_NodeManager, MP_NodeQuerySet

from elearning.accounts.roles import Role
from elearning.languages import CODES, OWN_NAMES, TranslatedTitle

if TYPE_CHECKING:
    from elearning.accounts.models import User

#: Roles that see other people's records inside the subtree of their remit.
PERSONNEL_ROLES = (Role.FACILITY_HR, Role.MINISTRY_HR)


def in_force(on: date | Expression, prefix: str = "") -> Q:
    """Return the condition that a dated row holds on ``on`` (first and last day included)."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on": None}) | Q(**{f"{prefix}ends_on__gte": on})
    )


class Dated(models.Model):
    """A row that holds from one day to another; it is ended, never deleted."""

    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"), null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="%(app_label)s_%(class)s_dates",
                violation_error_message=_("The last day is before the first."),
            )
        ]

    def holds_on(self, on: date) -> bool:
        """Tell whether ``on`` is among its days, the first and the last included."""
        return self.starts_on <= on and (self.ends_on is None or on <= self.ends_on)


class EstablishmentQuerySet(MP_NodeQuerySet):
    """Establishments, by who may see them."""

    def visible_to(
        self,
        user: "User",
        on: date | None = None,
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
    ) -> Self:
        """Keep the subtrees of the user's remits, as an HR officer unless told otherwise."""
        paths = _remit_paths(user, roles, on or timezone.localdate())
        seen: Self = self.filter(_subtree("path", paths))
        return seen


class EstablishmentManager(MP_NodeManager):
    """Establishments in the order of the tree: treebeard's manager makes its own set."""

    def get_queryset(self) -> EstablishmentQuerySet:
        tree: EstablishmentQuerySet = EstablishmentQuerySet(self.model, using=self._db)
        return tree.order_by("path")  # type: ignore[no-any-return]

    def visible_to(
        self,
        user: "User",
        on: date | None = None,
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
    ) -> EstablishmentQuerySet:
        """Keep the subtrees of the user's remits, as an HR officer unless told otherwise."""
        places = self.get_queryset()
        seen: EstablishmentQuerySet = places.visible_to(user, on, roles=roles)
        return seen


class Establishment(TranslatedTitle, MP_Node):
    """A body, department, establishment or unit of the service, in one tree."""

    class Kind(models.TextChoices):
        """What stands at a node of the tree (curriculum E.2, E.3)."""

        COMMITTEE = "committee", _("Central office")
        DEPARTMENT = "department", _("Regional department")
        MEDIUM = "medium", _("Medium security")
        MAXIMUM = "maximum", _("Maximum security")
        PRE_TRIAL = "pre-trial", _("Pre-trial detention facility")
        WOMEN = "women", _("Establishment for women")
        PROBATION = "probation", _("Probation unit")
        ACADEMY = "academy", _("Training academy")
        UNIT = "unit", _("Unit")

    code = models.SlugField(_("code"), max_length=32, unique=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)

    objects = EstablishmentManager()

    node_order_by = ["code"]

    class Meta:
        verbose_name = _("establishment")
        verbose_name_plural = _("establishments")


class Post(TranslatedTitle):
    """A kind of post (curriculum E.4)."""

    code = models.SlugField(_("code"), max_length=32, unique=True)

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        ordering = ["code"]


class StaffMemberQuerySet(models.QuerySet["StaffMember"]):
    """Members of staff, by place and by who may see them."""

    def employed(self, on: date) -> Self:
        """Keep those with an appointment in force on ``on``."""
        return self.filter(
            Q(
                pk__in=Appointment.objects.filter(in_force(on)).values("staff_member"),
            )
        )

    def in_remit_of(
        self,
        user: "User",
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
        on: date | None = None,
    ) -> Self:
        """Keep those appointed today (or ``on``) inside a remit the user holds that day."""
        day = on or timezone.localdate()
        where = _subtree("establishment__path", _remit_paths(user, roles, day))
        return self.filter(
            pk__in=Appointment.objects.filter(in_force(day), where).values(
                "staff_member"
            )
        )

    def visible_to(self, user: "User", on: date | None = None) -> Self:
        """Keep the user herself and the people of her remit."""
        return self.filter(
            Q(user=user)
            | Q(pk__in=StaffMember.objects.in_remit_of(user, on=on).values("pk"))
        )


class OfLearnerQuerySet[M: models.Model](models.QuerySet[M]):
    """Facts about one member of staff each, their ``learner``, by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep the user's own, and those of people inside her remit."""
        return self.filter(
            Q(learner__user=user)
            | Q(learner__in=StaffMember.objects.in_remit_of(user).values("pk"))
        )


class StaffMember(models.Model):
    """Somebody who works, or has worked, for the service."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff_number = models.CharField(_("service number"), max_length=32, unique=True)
    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=[(code, OWN_NAMES[code]) for code in CODES],
        default=CODES[0],
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="staff_member",
        null=True,
        blank=True,
        verbose_name=_("account"),
    )

    objects = StaffMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("member of staff")
        verbose_name_plural = _("staff")
        ordering = ["family_name", "given_name", "staff_number"]

    def __str__(self) -> str:
        return self.staff_number

    @property
    def full_name(self) -> str:
        return " ".join(
            filter(None, [self.family_name, self.given_name, self.patronymic])
        )

    @property
    def short_name(self) -> str:
        """The family name and initials: as much as a list needs."""
        initials = "".join(
            f"{name[0]}." for name in (self.given_name, self.patronymic) if name
        )
        return f"{self.family_name} {initials}".strip()


class Appointment(Dated):
    """One person holding one post at one establishment, for a time."""

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="appointments"
    )
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")

    class Meta(Dated.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [models.Index(fields=["establishment", "post"])]

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.post}"


class Absence(Dated):
    """A time in which the clock of training stands still (curriculum R9)."""

    class Kind(models.TextChoices):
        """Why somebody is away."""

        PARENTAL = "parental", _("Maternity or parental leave")
        ILLNESS = "illness", _("Long illness")
        SECONDMENT = "secondment", _("Secondment")
        SUSPENSION = "suspension", _("Suspension")

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="absences"
    )
    kind = models.CharField(_("reason"), max_length=16, choices=Kind)

    class Meta(Dated.Meta):
        verbose_name = _("absence")
        verbose_name_plural = _("absences")

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.get_kind_display()}"


class RemitQuerySet(models.QuerySet["Remit"]):
    """Remits, by who may see them."""

    def visible_to(self, user: "User") -> Self:
        """Keep all for an administrator, and for anybody else her own."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.filter(user=user)


class Remit(Dated):
    """A user acting in a role for one subtree of the service, for a time."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="remits"
    )
    role = models.CharField(_("role"), max_length=32, choices=Role)
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="remits"
    )

    objects = RemitQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = _("remit")
        verbose_name_plural = _("remits")

    def __str__(self) -> str:
        return f"{self.user}, {self.get_role_display()}"


def _remit_paths(user: "User", roles: tuple[Role, ...], on: date) -> list[str]:
    held: Any = Remit.objects.filter(in_force(on), user=user, role__in=roles)
    return list(held.values_list("establishment__path", flat=True))


def _subtree(field: str, paths: list[str]) -> Q:
    """Return the condition that ``field`` lies under one of ``paths``; none for no path."""
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(**{f"{field}__startswith": path})
    return condition
