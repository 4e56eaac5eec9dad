"""Certificate pages for the holder and the people responsible for them."""

import logging
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.lifecycle.holder_history import list_holder_history
from courses.certificates.models import Certificate, PdfLayout
from courses.certificates.sheets.certificate_pdfs import get_certificate_pdf
from elearning.audit import audit_log
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    import uuid

    from elearning.accounts.models import User

logger = logging.getLogger("elearning.certificates")

#: The maximum number of verifications shown to a holder.
_VERIFICATIONS = 50


@require_safe
def show_certificate(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Show one certificate with its state, history and PDFs.

    Its verifications are shown to the holder only (curriculum R20).
    """
    found = _visible(request, key)
    today = timezone.localdate()
    _note_look(request, found, "certificates.viewed")
    is_own = found.holder.user_id == request.user.pk
    context = {
        "certificate": found,
        "is_own": is_own,
        "is_in_force": found.state == "valid",
        "newer": getattr(found, "replaced_by", None),
        "later": found.renewed_by.order_by("pk").first(),
        "history": list_holder_history(found, on=today),
        "papers": _papers(found),
        "credential_url": reverse("certificates:credential-json", args=[found.key]),
        "verifications": found.verifications.all()[:_VERIFICATIONS] if is_own else None,
    }
    return render(request, "certificates/certificate.html", context)


def _papers(found: Certificate) -> list[dict[str, str]]:
    """Return the languages it is printed in, its own first, with the files of each."""
    codes = [found.language, *(code for code in CODES if code != found.language)]
    card_url = reverse("certificates:card", args=[found.key])
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": f"{found.pdf_url}?lang={code}",
            "card_url": f"{card_url}?lang={code}",
        }
        for code in codes
    ]


@require_safe
def download_certificate_pdf(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Return the PDF of one certificate, in ``?lang=`` or in the language of its course."""
    return _handed_out(request, key, PdfLayout.SHEET)


@require_safe
def download_pocket_card(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Return the pocket card of one certificate, in ``?lang=`` or its own language."""
    return _handed_out(request, key, PdfLayout.CARD)


def _handed_out(
    request: HttpRequest, key: "uuid.UUID", form: PdfLayout
) -> HttpResponse:
    found = _visible(request, key)
    asked = request.GET.get("lang", "")
    language = asked if asked in CODES else found.language
    try:
        paper = get_certificate_pdf(found, language, form)
    except (PrintingError, UnusableKeyError) as error:
        context = {"certificate": found, "reason": _told(error)}
        return render(request, "certificates/not_printed.html", context, status=503)
    _note_look(
        request, found, "certificates.downloaded", language=language, form=form.value
    )
    what = "certificate" if form == PdfLayout.SHEET else "card"
    name = f"{what}-{found.number}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(paper, content_type="application/pdf", headers=headers)


def _told(error: Exception) -> str:
    """Return what a holder can do about ``error``; key problems are only logged."""
    if isinstance(error, PrintingError):
        return str(error)
    logger.error("No paper can be sealed: %s", error)
    return _(
        "The platform cannot seal documents at the moment. The "
        "certificate is still valid. Try again later, or tell your "
        "training office."
    )


def _visible(request: HttpRequest, key: "uuid.UUID") -> Certificate:
    shown = Certificate.objects.visible_to(_user(request)).with_fate()
    around = ("completion__learner", "replaces", "renews")
    return get_object_or_404(shown.select_related(*around), key=key)


def _note_look(
    request: HttpRequest, found: Certificate, action: str, **details: str
) -> None:
    if found.holder.user_id != request.user.pk:
        person = found.holder.key
        audit_log.record_action(
            action, by=_user(request), on=found, person=person, **details
        )


def _user(request: HttpRequest) -> "User":
    return cast("User", request.user)
