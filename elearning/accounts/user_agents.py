"""Names of browsers and systems from the User-Agent header (RFC 9110 §10.1.5)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

#: Marks of browsers, specific ones first: most also contain Chrome and Safari.
_BROWSERS = (
    ("YaBrowser/", "Yandex Browser"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Edg", "Microsoft Edge"),
    ("OPR/", "Opera"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_CARRIED = {"Android", "iPhone", "iPad"}


@dataclass(frozen=True)
class ClientDevice:
    """A browser and its operating system; empty if unknown."""

    browser: str
    system: str

    @property
    def is_carried(self) -> bool:
        """Tell whether it is a phone or a tablet."""
        return self.system in _CARRIED

    def __str__(self) -> str:
        known = [name for name in (self.browser, self.system) if name]
        return ", ".join(known) or _("Unidentified browser")


def parse_user_agent(user_agent: str) -> ClientDevice:
    """Return the device named in ``user_agent``, with known names only."""
    return ClientDevice(_first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent))


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in marks if mark in text), "")
