import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from tests.factories.accounts import UserFactory


@pytest.mark.parametrize(
    "password",
    [
        "password1",  # leaked
        "Пароль2026",  # a word with digits after it
        "gfhjkm123",  # «пароль» on the Latin layout
        "Қазақстан1",
        "йцукенгш",
        "12345678901",
        "short",
        "120045-x",  # the service number
    ],
)
def test_known_password_is_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password, UserFactory.build(staff_number="120045"))


@pytest.mark.parametrize(
    "password", ["тұнық-бұлақ-47", "four calm words here", "Zh8!kq2Lw"]
)
def test_uncommon_password_is_taken(password):
    assert validate_password(password, UserFactory.build()) is None
