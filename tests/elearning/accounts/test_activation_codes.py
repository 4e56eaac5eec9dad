from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from elearning.accounts import activation_codes
from elearning.accounts.errors import ActivationError
from elearning.accounts.models import Activation
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db

GOOD = "тұнық-бұлақ-47"


def test_unknown_code_is_refused_with_what_to_do_next():
    with pytest.raises(ActivationError, match=r".+\..+\.?"):
        activation_codes.get_activation("0000-0000")


def test_weak_password_is_refused_and_the_code_stays_usable():
    user = UserFactory()
    code = activation_codes.issue_code(user, by=None)

    with pytest.raises(ValidationError):
        activation_codes.redeem_code(code, "password1")

    assert activation_codes.redeem_code(code, GOOD) == user


def test_code_works_once():
    code = activation_codes.issue_code(UserFactory(), by=None)
    activation_codes.redeem_code(code, GOOD)

    with pytest.raises(ActivationError):
        activation_codes.redeem_code(code, GOOD)


def test_code_expires():
    now = timezone.now()
    code = activation_codes.issue_code(
        UserFactory(), by=None, at=now - timedelta(days=15)
    )

    with pytest.raises(ActivationError):
        activation_codes.redeem_code(code, GOOD, at=now)


def test_new_code_withdraws_the_one_before():
    user = UserFactory()
    first = activation_codes.issue_code(user, by=None)
    second = activation_codes.issue_code(user, by=None)

    with pytest.raises(ActivationError):
        activation_codes.redeem_code(first, GOOD)
    assert activation_codes.redeem_code(second, GOOD) == user


def test_code_of_a_closed_account_opens_nothing():
    code = activation_codes.issue_code(UserFactory(is_active=False), by=None)

    with pytest.raises(ActivationError):
        activation_codes.get_activation(code)


def test_code_forgives_case_spaces_and_lookalikes():
    user = UserFactory()
    code = activation_codes.issue_code(user, by=None)

    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert activation_codes.get_activation(typed).user == user


def test_code_has_140_random_bits_and_is_stored_hashed():
    code = activation_codes.issue_code(UserFactory(), by=None)

    plain = code.replace("-", "")
    assert len(plain) == 28
    assert len(code.split("-")) == 7
    assert plain not in Activation.objects.get().digest


def test_issue_and_redeem_are_audited_without_the_code():
    officer, user = UserFactory(), UserFactory()
    code = activation_codes.issue_code(user, by=officer)
    activation_codes.redeem_code(code, GOOD)

    entries = list(Entry.objects.order_by("id").values_list("action", "by"))
    assert entries == [
        ("accounts.code_issued", officer.pk),
        ("accounts.activated", user.pk),
    ]
    assert code not in str(list(Entry.objects.values()))


def test_activation_page_sets_the_password_and_signs_in(client):
    user = UserFactory(password=None, language="ru")
    code = activation_codes.issue_code(user, by=None)

    first = client.post(reverse("activate"), {"code": code})
    second = client.post(
        reverse("activate"), {"code": code, "password": GOOD, "repeated": GOOD}
    )

    assert first.status_code == 200
    assert second.status_code == 302
    assert client.session["_auth_user_id"] == str(user.pk)


def test_activation_page_names_the_wrong_code_beside_its_field(client):
    response = client.post(reverse("activate"), {"code": "wrong"})

    assert response.status_code == 422
    assert "code" in response.context["form"].errors


def test_activation_page_refuses_two_different_passwords(client):
    code = activation_codes.issue_code(UserFactory(), by=None)

    response = client.post(
        reverse("activate"), {"code": code, "password": GOOD, "repeated": "x"}
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["repeated"]
    assert activation_codes.get_activation(code)
