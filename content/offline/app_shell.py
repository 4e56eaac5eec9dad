"""The offline shell of the platform: service worker, offline page, texts, manifest."""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from content.offline.models import KeptAct
from courses.certificates.documents.certificate_texts import format_full_date
from elearning.languages import CODES, OWN_NAMES

_FOLDER = "offline/device"
#: Assets of every offline page.
_FILES = (
    "elearning/css/site.css",
    "elearning/js/site.js",
    "elearning/favicon.svg",
    *(f"{_FOLDER}/{name}.js" for name in ("device", "signs", "here")),
)
_ICONS = ("icon-192.png", "icon-512.png", "icon-maskable-512.png")
#: The paper and brand colours, as in the tokens of the style sheet.
PAPER, BRAND = "#fcfaf6", "#004554"


def render_offline_page(language: str) -> str:
    """Return the page “You are offline” in ``language``, the same for everybody.

    It is rendered without a request, so that no personal data can be stored with it.
    """
    with translation.override(language):
        context = {
            "is_fallback": True,
            "home_url": reverse("device:home"),
            "language_links": [
                {
                    "code": code,
                    "name": OWN_NAMES[code],
                    "url": _in(code, "device:home"),
                    "current": code == language,
                }
                for code in CODES
            ],
        }
        return render_to_string("offline/device/here.html", context)


def build_script_texts(language: str) -> dict[str, Any]:
    """Return the texts of the device scripts in ``language``, and the URL of signs.js.

    Browsers do not know the month names of every language; the texts include one date
    per month, with the day 22 and the year 3333 as placeholders.
    """
    with translation.override(language):
        return {
            "signs": static(f"{_FOLDER}/signs.js"),
            "months": [
                format_full_date(date(3333, month, 22)) for month in range(1, 13)
            ],
            "here": _("On this device"),
            "size": _("{n} KB"),
            "one_kept": _("saved on this device, not sent yet"),
            "one_sent": _("sent"),
            "one_accepted": _("accepted at {time}"),
            "one_refused": _("not accepted: {reason}"),
            "kept": _("Saved on this device: {n}. Not sent yet."),
            "sent": _("Sent: {n}. Waiting for a reply."),
            "accepted": _("Sent and accepted at {time}."),
            "refused": _("Not accepted: {reason}"),
            "unsent": _(
                "Not sent yet: {n}. If you end the session now, this work is lost."
            ),
            "unsent_still": _(
                "Still not sent: {n}. Find a place with a connection, then send again."
            ),
            "newer": _(
                "This course has changed since you downloaded it. Open it while "
                "you are online to download the changes."
            ),
            "soon": _(
                "Connect this device before {date}. On that day its courses are "
                "removed. Your unsent work stays encrypted on the device and is "
                "sent when you sign in."
            ),
            "send": _("Send now"),
            "lose": _("End the session and lose it"),
            "stay": _("Stay signed in"),
        } | {f"kind_{kind.value}": str(kind.label) for kind in KeptAct.Kind}


def render_service_worker() -> str:
    """Return the service worker: the list of files it stores, then its program."""
    program = "\n".join(_text(f"{_FOLDER}/{name}.js") for name in ("device", "worker"))
    pages = [
        *map(render_offline_page, CODES),
        *(json.dumps(build_script_texts(code)) for code in CODES),
    ]
    everything = [*pages, *map(_text, _FILES), program]
    kept = {
        "version": hashlib.sha256("\0".join(everything).encode()).hexdigest()[:16],
        "languages": list(CODES),
        "files": [
            *(_in(code, "device:shell") for code in CODES),
            *(_in(code, "device:words") for code in CODES),
            *map(static, _FILES),
        ],
    }
    return f"const SHELL = {json.dumps(kept, indent=2)};\n\n{program}"


def build_web_manifest(language: str) -> dict[str, Any]:
    """Return the web app manifest (W3C Web Application Manifest)."""
    with translation.override(language):
        return {
            "id": "/",
            "name": _("Training platform"),
            "short_name": pgettext("below an icon", "Training"),
            "lang": language,
            "start_url": reverse("learner:training"),
            "scope": "/",
            "display": "standalone",
            "background_color": PAPER,
            "theme_color": BRAND,
            "icons": [
                {
                    "src": static("elearning/favicon.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                },
                *map(_icon, _ICONS),
            ],
        }


def _in(language: str, name: str) -> str:
    with translation.override(language):
        return reverse(name)


def _text(name: str) -> str:
    found = finders.find(name)
    if found is None:
        raise FileNotFoundError(name)
    return Path(found).read_text(encoding="utf-8")


def _icon(name: str) -> dict[str, str]:
    size = name.removesuffix(".png").rpartition("-")[2]
    return {
        "src": static(f"{_FOLDER}/{name}"),
        "sizes": f"{size}x{size}",
        "type": "image/png",
        "purpose": "maskable" if "maskable" in name else "any",
    }
