"""Certificates of completions, with their printed texts."""

import secrets
import uuid
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from courses.certificates import numbering
from courses.certificates.models.design import Design
from courses.records.models import Completion
from courses.updates.models import UpdateDemand
from courses.updates.update_status import load_first_due_dates
from elearning.audit import entry_proofs
from elearning.audit.models import AppendOnly
from elearning.languages import CODES, OWN_NAMES, list_language_choices, pick_text
from elearning.staff.models import StaffMember

if TYPE_CHECKING:
    from elearning.accounts.models import User


def new_salt() -> str:
    """Return 128 random bits in hex."""
    return secrets.token_hex(16)


#: Fields in the digest kept by the audit log, which reveals altered rows.
_FACTS = (
    "completion_id",
    "replaces_id",
    "number",
    "code",
    "issued_on",
    "expires_on",
    "language",
    "holder_name",
    "holder_salt",
    "course_code",
    "edition_number",
    "public_titles",
)


class CertificateQuerySet(models.QuerySet["Certificate"]):
    """Certificates by holder, by code and by who may see them."""

    def current(self) -> Self:
        return self.filter(replaced_by=None)

    def counting(self, on: date) -> Self:
        """Keep certificates neither replaced, revoked nor past their last day on ``on``."""
        kept = self.current().filter(completion__withdrawal=None)
        return kept.filter(expires_on__gte=on)

    def with_fate(self) -> Self:
        """Load the rows that determine the state, in the same query."""
        return self.select_related(
            "completion__withdrawal", "completion__superseded_by", "replaced_by"
        )

    def with_change(self, on: date) -> Self:
        """Annotate ``is_touched``: whether a text of the edition was changed by ``on``."""
        edition = OuterRef("completion__edition")
        demands = UpdateDemand.objects.filter(edition=edition, starts_on__lte=on)
        return self.annotate(is_touched=Exists(demands))

    def of(self, staff_member: StaffMember) -> Self:
        """Keep the certificates of one person, newest first."""
        return self.filter(completion__learner=staff_member).order_by(
            "-issued_on", "-id"
        )

    def with_code(self, typed: str) -> "Certificate | None":
        """Return the certificate with the typed or scanned code, if any."""
        code = numbering.normalise_code(typed)
        found = self.filter(code=code).with_fate()
        return found.first() if numbering.has_code_format(code) else None

    def with_number(self, number: str) -> "Certificate | None":
        """Return the certificate with ``number``, if any.

        Numbers can be guessed, so callers must get them from a signed claim.
        """
        return self.filter(number=number).with_fate().first()

    def visible_to(self, user: "User") -> Self:
        return self.filter(
            Q(completion__learner__user=user)
            | Q(
                completion__learner__in=StaffMember.objects.in_remit_of(user).values(
                    "pk"
                )
            )
        )


class Certificate(AppendOnly):
    """The proof of one completion.

    All printed data are stored here, so that the same certificate can be printed in ten
    years whatever course, page or person is called then; another name needs another
    certificate, which ``replaces`` this one and proves the same completion. One for a
    later completion of the same course ``renews`` the previous one. Its validity is
    computed for a date and never stored.

    ``code`` opens the public page and is printed in the QR code. It is not hashed,
    because the certificate must be printable again; somebody who reads it here learns
    less from the public page than from the row itself. ``holder_salt`` is used in the
    hash of the name in the QR code and the credential.
    """

    completion = models.ForeignKey(
        Completion,
        models.PROTECT,
        related_name="certificates",
        verbose_name=_("completion"),
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, related_name="replaced_by", null=True
    )
    renews = models.ForeignKey(
        "self", models.PROTECT, related_name="renewed_by", null=True
    )
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(_("certificate number"), max_length=64, unique=True)
    code = models.CharField(
        _("verification code"), max_length=28, unique=True, default=numbering.new_code
    )
    issued_on = models.DateField(_("date of issue"), db_index=True)
    expires_on = models.DateField(
        _("valid until"),
        db_index=True,
        help_text=_("The last day on which it is valid."),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    holder_name = models.CharField(_("name of the holder"), max_length=302)
    holder_salt = models.CharField(max_length=32, default=new_salt, editable=False)
    course_code = models.CharField(_("course"), max_length=32)
    edition_number = models.PositiveIntegerField(_("edition"), null=True)
    design = models.ForeignKey(Design, models.PROTECT, related_name="+", null=True)
    public_titles = models.JSONField(_("public title in each language"), default=dict)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        ordering = ["-issued_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["completion"],
                condition=Q(replaces=None),
                name="certificate_first_of_a_completion",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def facts(self) -> str:
        """A digest of its content, which its audit entry keeps."""
        return entry_proofs.hash_fields(self, _FACTS)

    def get_absolute_url(self) -> str:
        return reverse("certificates:certificate", args=[self.key])

    @property
    def holder(self) -> StaffMember:
        return self.completion.learner

    @property
    def public_title(self) -> str:
        return str(pick_text(self.public_titles)[0])

    @property
    def days_left(self) -> int:
        """The number of days it is valid after today; negative once it has expired."""
        return (self.expires_on - timezone.localdate()).days

    @property
    def state(self) -> str:
        """The state today: ``valid``, ``expired``, ``replaced`` or ``revoked``."""
        return self.judged(timezone.localdate(), self.update_due_on)

    @cached_property
    def update_due_on(self) -> date | None:
        """The due date of an update after a guideline changed, as of today.

        ``None`` if there is none before its own last day.
        ``courses.certificates.update_deadlines`` computes it for many at once.
        """
        return self.update_on(timezone.localdate())

    def update_on(self, on: date) -> date | None:
        """Return the due date of an update as known on ``on`` (curriculum R8)."""
        if on > self.expires_on:
            return None
        row = self.completion
        found = load_first_due_dates(row.learner_id, row.course_id, on=on)
        return self.judged_update(found.get(row.pk))

    def judged_update(self, due_on: date | None) -> date | None:
        """Return ``due_on`` if it ends the certificate before its own last day."""
        return due_on if due_on is not None and due_on < self.expires_on else None

    def state_on(self, on: date) -> str:
        """Return the state on ``on``; the last day counts (curriculum R1).

        A certificate with a pending update is valid until its due date (R8).
        ``revoked`` takes precedence over all other states (R19), then ``replaced``.
        """
        return self.judged(on, self.update_on(on))

    def judged(self, on: date, update_due_on: date | None) -> str:
        """Return the state on ``on`` for a known due date of an update."""
        if self.revoked_on and self.revoked_on <= on:
            return "revoked"
        if self.replaced_on and self.replaced_on <= on:
            return "replaced"
        last = min(self.expires_on, update_due_on or self.expires_on)
        return "valid" if on <= last else "expired"

    @property
    def revoked_on(self) -> date | None:
        """The day from which it no longer counts because its completion was withdrawn (R19)."""
        withdrawal = getattr(self.completion, "withdrawal", None)
        return withdrawal.withdrawn_on if withdrawal else None

    @property
    def replaced_on(self) -> date | None:
        newer = getattr(self, "replaced_by", None)
        return newer.issued_on if newer else None

    @property
    def grouped_code(self) -> str:
        return numbering.format_grouped_code(self.code)

    @property
    def pdf_url(self) -> str:
        return reverse("certificates:pdf", args=[self.key])

    @property
    def other_languages(self) -> list[dict[str, str]]:
        """The other languages it is printed in: ``name``, ``code``, ``url``."""
        return [
            {
                "name": OWN_NAMES[code],
                "code": code,
                "url": f"{self.pdf_url}?lang={code}",
            }
            for code in CODES
            if code != self.language
        ]

    @property
    def verify_url(self) -> str:
        return reverse("certificates:verify", args=[self.code])

    @property
    def short_url(self) -> str:
        """The absolute URL printed in the QR code, the same in every language."""
        return f"{settings.BASE_URL}{reverse('certificates-short', args=[self.code])}"
