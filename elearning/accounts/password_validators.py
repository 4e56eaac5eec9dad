"""Validators against known passwords, without a network.

Django’s own list holds the 20,000 most leaked ones. People here also type Russian and
Kazakh words in whichever keyboard layout is active; those are included too.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_LATIN = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_CYRILLIC = "ёйцукенгшщзхъфывапролджэячсмитьбю"
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)


class PersonalDataSimilarityValidator(UserAttributeSimilarityValidator):
    """Refuse a password similar to the service number, the name or the e-mail."""

    def __init__(self) -> None:
        super().__init__(user_attributes=("staff_number", "name", "email"))


class KnownPasswordValidator:
    """Refuse common passwords, in any keyboard layout and with digits appended."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` if ``password`` is a known one."""
        plain = password.casefold().strip()
        stem = re.sub(r"[\d\W_]+$", "", plain) or plain
        for form in {plain, stem}:
            spellings = {form, form.translate(_TO_LATIN), form.translate(_TO_CYRILLIC)}
            if spellings & (_known()):
                raise ValidationError(
                    _(
                        "This password is on the lists that attackers try first. Choose "
                        "another."
                    ),
                    code="password_known",
                )

    def get_help_text(self) -> str:
        return _(
            "Avoid single words and keyboard rows, with or without digits after them."
        )


@cache
def _known() -> frozenset[str]:
    own = Path(__file__).with_name("known_passwords.txt").read_text(encoding="utf-8")
    return frozenset(own.split()) | frozenset(CommonPasswordValidator().passwords)
