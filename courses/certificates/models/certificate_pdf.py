"""Certificate PDFs as issued, with their sealing keys and digests."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.signing_key import KeyRevocation, SigningKey
from elearning.audit.models import AppendOnly
from elearning.languages import list_language_choices


class PdfLayout(models.TextChoices):
    """The layout of a certificate PDF."""

    SHEET = "sheet", _("Certificate, A4")
    CARD = "card", _("Pocket card")


class CertificatePdfQuerySet(models.QuerySet["Sheet"]):
    """Certificate PDFs by certificate and by whether they may still be served."""

    def of(self, certificate: Certificate, language: str, form: str) -> Self:
        mine = self.filter(certificate=certificate, language=language, form=form)
        return mine.order_by("-pk")

    def standing(self) -> Self:
        """Keep PDFs that contain nothing signed by a key revoked since.

        The key of the seal is stored. The QR code and the credential may be signed by
        any key that existed when the PDF was made, so it is dropped if any of them was
        revoked afterwards.
        """
        since = KeyRevocation.objects.filter(
            key__created_at__lte=OuterRef("made_at"), revoked_at__gt=OuterRef("made_at")
        )
        return self.filter(~Exists(since), key__revocation=None)


class Sheet(AppendOnly):
    """A file of a certificate, made once and served many times.

    ``digest`` is the SHA-256 of the file, so that an altered one is never served. The
    newest in a language and form counts; one made again with another key is another
    row.
    """

    certificate = models.ForeignKey(
        Certificate,
        models.PROTECT,
        related_name="sheets",
        verbose_name=_("certificate"),
    )
    language = models.CharField(
        _("language"), max_length=2, choices=list_language_choices
    )
    form = models.CharField(_("format"), max_length=8, choices=PdfLayout)
    key = models.ForeignKey(SigningKey, models.PROTECT, related_name="sheets")
    digest = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    made_at = models.DateTimeField(_("made"))

    objects = CertificatePdfQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate PDF")
        verbose_name_plural = _("certificate PDFs")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["certificate", "language", "form"])]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name of its file, without personal data: certificate, form, key, content."""
        key = str(self.certificate.key)
        told = f"{key}-{self.language}-{self.form}-{self.key.kid}-{self.digest[:16]}"
        return f"{key[:2]}/{told}.pdf"
