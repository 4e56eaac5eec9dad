"""Downloads of digital credentials, and public data to verify them."""

from hashlib import sha256
from http import HTTPStatus
from typing import TYPE_CHECKING, cast

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from courses.certificates import certificate_audit
from courses.certificates.credentials import (
    credential_issuer,
    open_badge,
    status_lists,
    vc_jwt,
)
from courses.certificates.errors import PrintingError, UnusableKeyError
from courses.certificates.keys import x509_certificates
from courses.certificates.models import Certificate
from courses.certificates.verification.verification_limits import limit_machine_requests
from elearning.audit import audit_log

if TYPE_CHECKING:
    import uuid
    from collections.abc import Callable

    from elearning.accounts.models import User

_CREDENTIAL = "application/vc"
_TOKEN = "application/vc+jwt"  # noqa: S105 — a media type


@require_safe
def download_credential_json(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Return the credential of one certificate with its proof."""
    return _file(request, key, open_badge.build_badge_json, "json", _CREDENTIAL)


@require_safe
def download_credential_jwt(request: HttpRequest, key: "uuid.UUID") -> HttpResponse:
    """Return the credential of one certificate as a VC-JWT."""
    return _file(request, key, open_badge.build_badge_jwt, "jwt", _TOKEN)


@login_not_required
@limit_machine_requests
@require_safe
def show_issuer_profile(request: HttpRequest) -> HttpResponse:
    """Return the profile of the issuer with its keys."""
    return _public(
        request,
        vc_jwt.encode_compact_json(credential_issuer.build_issuer_profile()),
        "application/ld+json",
    )


@login_not_required
@limit_machine_requests
@require_safe
def show_key_set(request: HttpRequest) -> HttpResponse:
    """Return the public keys of QR codes and credentials."""
    text = vc_jwt.encode_compact_json(credential_issuer.build_key_set())
    return _public(request, text, "application/jwk-set+json")


@login_not_required
@limit_machine_requests
@require_safe
def show_public_key(request: HttpRequest, kid: str) -> HttpResponse:
    """Return one of these keys."""
    found = credential_issuer.find_public_key(kid)
    if found is None:
        raise Http404
    return _public(
        request,
        vc_jwt.encode_compact_json(credential_issuer.build_jwk(found)),
        "application/jwk+json",
    )


@login_not_required
@limit_machine_requests
@require_safe
def download_authority_certificates(request: HttpRequest) -> HttpResponse:
    """Return the authority’s certificates, by which PDF readers trust a seal."""
    text = x509_certificates.format_authorities_pem().encode()
    return _public(request, text, "application/pem-certificate-chain")


@login_not_required
@limit_machine_requests
@require_safe
def show_status_list(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Return a whole list: a document with its proof, or a VC-JWT if requested."""
    if kind not in set(status_lists.StatusPurpose) or not status_lists.has_status_list(
        number
    ):
        raise Http404
    asked = request.get_preferred_type([_CREDENTIAL, _TOKEN])
    of, at = status_lists.StatusPurpose(kind), timezone.now()
    try:
        if asked == _TOKEN:
            text = status_lists.build_status_list_jwt(of, number, at=at).encode()
        else:
            text = vc_jwt.encode_compact_json(
                status_lists.build_status_list(of, number, at=at)
            )
    except UnusableKeyError as error:
        return _unsigned(error)
    answer = _public(request, text, _TOKEN if asked == _TOKEN else _CREDENTIAL)
    patch_vary_headers(answer, ["Accept"])
    return answer


def _public(request: HttpRequest, text: bytes, media_type: str) -> HttpResponse:
    """Answer any origin, with revalidation before each use.

    A revocation is therefore seen at once, and unchanged data cost only a 304.
    """
    tag = f'"{sha256(text).hexdigest()}"'
    whole = HttpResponse(text, content_type=media_type)
    whole.headers["ETag"] = tag
    whole.headers["Cache-Control"] = "public, no-cache"
    shown = get_conditional_response(request, etag=tag, response=whole)
    answer = cast("HttpResponse", shown)
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _unsigned(error: UnusableKeyError | PrintingError) -> HttpResponse:
    return JsonResponse(
        {"detail": str(error)},
        status=HTTPStatus.SERVICE_UNAVAILABLE,
        json_dumps_params={"ensure_ascii": False},
    )


def _file(
    request: HttpRequest,
    key: "uuid.UUID",
    make: "Callable[[Certificate], bytes | str]",
    ending: str,
    media_type: str,
) -> HttpResponse:
    user = cast("User", request.user)
    shown = Certificate.objects.visible_to(user)
    found = get_object_or_404(shown.select_related("completion__learner"), key=key)
    try:
        certificate_audit.check_certificate_unaltered(found)
        text = make(found)
    except (UnusableKeyError, PrintingError) as error:
        return _unsigned(error)
    if found.holder.user_id != user.pk:
        person = found.holder.key
        audit_log.record_action(
            "certificates.downloaded", by=user, on=found, person=person, form=ending
        )
    name = f"credential-{found.number}.{ending}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type=media_type, headers=headers)
