"""Assets of the offline verifier."""

import hashlib
import json
from datetime import date
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from courses.certificates import certificate_audit
from courses.certificates.credentials import status_lists
from courses.certificates.credentials.status_positions import compute_status_position
from courses.certificates.documents.certificate_texts import format_full_date
from elearning.languages import CODES, OWN_NAMES

_FOLDER = "certificates/offline"
#: The page’s own scripts, in order of dependency.
SCRIPTS = (
    "claim.js",
    "name.js",
    "lists.js",
    "judging.js",
    "keeping.js",
    "registering.js",
    "camera.js",
    "page.js",
)
_READER = "certificates/vendor/qr-0.7.0/decode.min.js"
_SHARED = (
    "elearning/css/site.css",
    "elearning/js/site.js",
    "elearning/favicon.svg",
)
_ICONS = ("icon-192.png", "icon-512.png", "icon-maskable-512.png")
_SLOTS = (*("moment", "today", "issued", "expires", "number", "course", "edition"),)


def render_verifier_page(language: str) -> str:
    """Return the page in ``language``, with all its texts and no personal data.

    It is rendered without the request, so that nothing about a reader is cached.
    """
    with translation.override(language):
        context = {
            "language_links": _links(language),
            "home_url": reverse("offline:start"),
            "manifest": f"{reverse('offline:manifest')}?language={language}",
            "scripts": [static(f"{_FOLDER}/{name}") for name in SCRIPTS],
            "reader": static(_READER),
            "slots": {name: _slot(name) for name in _SLOTS},
            "months": [
                format_full_date(date(3333, month, 22)) for month in range(1, 13)
            ],
        }
        return render_to_string("certificates/offline.html", context)


@cache  # its parts change only with the code
def render_verifier_worker() -> str:
    """Return the service worker: the list of files to cache, then its code."""
    pages = {
        reverse("offline:page", args=[code]): render_verifier_page(code)
        for code in CODES
    }
    files = [f"{_FOLDER}/{name}" for name in (*SCRIPTS, "offline.css")]
    files += [*_SHARED, _READER]
    program = "\n".join(
        _text(f"{_FOLDER}/{name}") for name in ("keeping.js", "worker.js")
    )
    everything = [*pages.values(), *map(_text, files), program]
    kept = {
        "version": hashlib.sha256("\0".join(everything).encode()).hexdigest()[:16],
        "pages": list(pages),
        "shell": [*pages, *map(static, files)],
    }
    return f"const KEPT = {json.dumps(kept, indent=2)};\n\n{program}"


def list_status_list_names() -> list[str]:
    """Return the names of all status lists, such as ``revocation/0``; two queries."""
    numbers = range(
        compute_status_position(certificate_audit.get_newest_id() or 1).list + 1
    )
    return [
        f"{kind}/{number}" for number in numbers for kind in status_lists.StatusPurpose
    ]


def build_verifier_manifest() -> dict[str, object]:
    """Return the manifest of the installed verifier (W3C Web Application Manifest)."""
    return {
        "id": reverse("offline:start"),
        "name": _("Certificate verifier"),
        "short_name": pgettext("below an icon", "Verifier"),
        "description": _(
            "Shows, without a connection, whether a certificate is genuine and valid."
        ),
        "lang": translation.get_language(),
        "start_url": reverse("offline:start"),
        "scope": "/v/",
        "display": "standalone",
        "background_color": "#fcfaf6",
        "theme_color": "#004554",
        "icons": [
            {
                "src": static("elearning/favicon.svg"),
                "sizes": "any",
                "type": "image/svg+xml",
            },
            *[_icon(name) for name in _ICONS],
        ],
    }


def _text(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def _links(language: str) -> list[dict[str, object]]:
    return [
        {
            "code": code,
            "name": OWN_NAMES[code],
            "url": reverse("offline:page", args=[code]),
            "current": code == language,
        }
        for code in CODES
    ]


def _slot(name: str) -> str:
    """Return a placeholder in a sentence, filled in by the script."""
    return format_html('<span data-slot="{}"></span>', name)


def _icon(name: str) -> dict[str, str]:
    size = name.removesuffix(".png").rpartition("-")[2]
    purpose = "maskable" if "maskable" in name else "any"
    return {
        "src": static(f"{_FOLDER}/{name}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": purpose,
    }
