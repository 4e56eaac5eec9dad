"""Members of staff and their appointments."""

import uuid
from datetime import date
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, FilteredRelation, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.languages import get_first_language, list_language_choices
from elearning.staff.models.dated_rows import BitemporalModel, in_force
from elearning.staff.models.establishment import Establishment
from elearning.staff.models.post import Post
from elearning.staff.models.remit import (
    PERSONNEL_ROLES,
    build_subtree_condition,
    list_remit_paths,
)


class StaffMemberQuerySet(models.QuerySet["StaffMember"]):
    """Members of staff by establishment and by who may see them."""

    def employed(self, on: date) -> Self:
        """Keep people with an appointment in force on ``on``."""
        return self.filter(
            Q(
                pk__in=Appointment.objects.filter(in_force(on)).values("staff_member"),
            )
        )

    def former(self, on: date) -> Self:
        """Keep people whose last appointment ended before ``on``, without a future one."""
        served = Appointment.objects.filter(staff_member=OuterRef("pk"))
        lasting = served.filter(Q(ends_on=None) | Q(ends_on__gte=on))
        return self.filter(Exists(served) & ~Exists(lasting))

    def at_work(self, on: date) -> Self:
        """Keep employed people who are not absent on ``on``."""
        away = FilteredRelation("absences", condition=in_force(on, "absences__"))
        return self.employed(on).alias(away=away).filter(away=None)

    def in_remit_of(
        self,
        user: User,
        *,
        roles: tuple[Role, ...] = PERSONNEL_ROLES,
        on: date | None = None,
    ) -> Self:
        """Keep people appointed today (or ``on``) inside a remit the user holds that day.

        People who served there last are included for personnel officers.
        """
        day = on or timezone.localdate()
        where = build_subtree_condition(
            "establishment__path", list_remit_paths(user, roles, day)
        )
        there = Appointment.objects.filter(where)
        here = Q(pk__in=there.filter(in_force(day)).values("staff_member"))
        if set(roles) <= set(PERSONNEL_ROLES):
            last = there.filter(~Exists(_serving_longer(OuterRef("ends_on"))))
            here |= Q(pk__in=last.filter(ends_on__lt=day).values("staff_member"))
        return self.filter(here)

    def reporting_to(self, user: User, on: date) -> Self:
        """Keep employed people whose line manager on ``on`` is ``user``, absent ones included."""
        managing = StaffMember.objects.employed(on).filter(user=user)
        return self.employed(on).filter(
            in_force(on, "reporting__"), reporting__manager__in=managing.values("pk")
        )

    def visible_to(self, user: User, on: date | None = None) -> Self:
        """Keep the user themselves and the people in their remit."""
        return self.filter(
            Q(user=user)
            | Q(pk__in=StaffMember.objects.in_remit_of(user, on=on).values("pk"))
        )

    def lock(self) -> None:
        """Lock the dated rows of these people until the transaction ends.

        In the order of their keys, as everywhere, so that nobody waits in a circle.
        """
        people = self.select_for_update(of=("self",), no_key=True)
        for _pk in people.order_by("pk").values_list("pk").iterator():
            pass


class LearnerRecordQuerySet[M: models.Model](models.QuerySet[M]):
    """Facts about one ``learner`` each, by who may see them."""

    def visible_to(self, user: User) -> Self:
        """Keep the user’s own, and those of people in their remit."""
        return self.filter(
            Q(learner__user=user)
            | Q(learner__in=StaffMember.objects.in_remit_of(user).values("pk"))
        )


def _serving_longer(than: OuterRef) -> "models.QuerySet[Appointment]":
    """Return the appointments of the same person that end later than ``than``, or never."""
    same = Appointment.objects.filter(staff_member=OuterRef("staff_member"))
    return same.filter(Q(ends_on=None) | Q(ends_on__gt=than))


class StaffMember(models.Model):
    """A person who works, or has worked, for the service."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    staff_number = models.CharField(_("service number"), max_length=32, unique=True)
    family_name = models.CharField(_("family name"), max_length=100)
    given_name = models.CharField(_("given name"), max_length=100)
    patronymic = models.CharField(_("patronymic"), max_length=100, blank=True)
    language = models.CharField(
        _("language"),
        max_length=2,
        choices=list_language_choices,
        default=get_first_language,
    )
    external_id = models.CharField(
        _("key in the personnel system"),
        max_length=64,
        unique=True,
        null=True,
        blank=True,
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

    def lock(self) -> None:
        """Lock the person’s dated rows until the transaction ends."""
        people = StaffMember.objects.select_for_update(of=("self",), no_key=True)
        people.values("pk").get(pk=self.pk)

    @property
    def full_name(self) -> str:
        return " ".join(
            filter(None, [self.family_name, self.given_name, self.patronymic])
        )

    @property
    def short_name(self) -> str:
        """The family name and initials, for lists."""
        initials = "".join(
            f"{name[0]}." for name in (self.given_name, self.patronymic) if name
        )
        return f"{self.family_name} {initials}".strip()


class Appointment(BitemporalModel):
    """A person’s post at an establishment, for a time.

    ``share`` is the part of a full post, in per cent; ``is_acting`` means standing in
    for somebody.
    """

    staff_member = models.ForeignKey(
        StaffMember, models.PROTECT, related_name="appointments"
    )
    establishment = models.ForeignKey(
        Establishment, models.PROTECT, related_name="appointments"
    )
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments")
    is_acting = models.BooleanField(_("acting"), default=False)
    share = models.PositiveSmallIntegerField(
        _("share of the post, %"),
        default=100,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )

    class Meta(BitemporalModel.Meta):
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        indexes = [models.Index(fields=["establishment", "post"])]

    def __str__(self) -> str:
        return f"{self.staff_member}, {self.post}"
