"""The page on configuration names every variable that the settings read."""

import re

from django.conf import settings

_READ = re.compile(r'env\.\w+\(\s*f?"(\w+?)(?:_\{[^}]*\})?"')


def test_every_variable_is_explained():
    folder = settings.BASE_DIR / "elearning" / "settings"
    source = "\n".join(file.read_text() for file in folder.glob("*.py"))
    page = (settings.BASE_DIR / "docs" / "configuration.md").read_text()

    read = set(_READ.findall(source))

    assert {"BASE_URL", "MAIL_HOST", "CERTIFICATE_BASIS"} <= read
    assert sorted(name for name in read if name not in page) == []
