"""A certificate as its holder, and who is responsible for her, may see it."""

from typing import TYPE_CHECKING, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from courses.certificates.documents import printing
from courses.certificates.errors import PrintingError
from courses.certificates.models import Certificate
from elearning.audit import trail
from elearning.languages import CODES, OWN_NAMES

if TYPE_CHECKING:
    import uuid

    from elearning.accounts.models import User


@require_safe
def certificate(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Show one certificate and offer it on paper in each language."""
    found = _visible(request, key)
    _note_look(request, found, "certificates.viewed")
    context = {
        "certificate": found,
        "is_own": found.holder.user_id == request.user.pk,
        "own_language": {"code": found.language, "name": OWN_NAMES[found.language]},
        "other_languages": found.other_languages,
    }
    return render(request, "certificates/certificate.html", context)


@require_safe
def pdf(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Hand out one certificate on paper, in ``?lang=`` or in the language of its course."""
    found = _visible(request, key)
    asked = request.GET.get("lang", "")
    language = asked if asked in CODES else found.language
    try:
        sheet = printing.pdf(found, language)
    except PrintingError as error:
        context = {"certificate": found, "reason": str(error)}
        return render(request, "certificates/not_printed.html", context, status=503)
    _note_look(request, found, "certificates.downloaded", language=language)
    name = f"certificate-{found.number}-{language}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(sheet, content_type="application/pdf", headers=headers)


def _visible(request: HttpRequest, key: "uuid.UUID") -> Certificate:
    shown = Certificate.objects.visible_to(_user(request))
    return get_object_or_404(shown.select_related("completion__learner"), key=key)


def _note_look(
    request: HttpRequest, found: Certificate, action: str, **details: str
) -> None:
    """Keep who looked at somebody else's certificate."""
    if found.holder.user_id != request.user.pk:
        person = found.holder.key
        trail.write(action, by=_user(request), on=found, person=person, **details)


def _user(request: HttpRequest) -> "User":
    return cast("User", request.user)
