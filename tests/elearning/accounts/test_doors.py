import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.forms import DeactivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import Group
from django.core import mail
from django.urls import reverse

from elearning.accounts import activation_codes, second_factor
from elearning.accounts.errors import ActivationError
from elearning.accounts.models import User
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory, pass_both_steps

pytestmark = pytest.mark.django_db
_SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _fresh_limits():
    from django.core.cache import cache

    cache.clear()


def sign_in(client, login, password):
    return client.post(reverse("account_login"), {"login": login, "password": password})


def test_wrong_password_and_unknown_person_get_the_same_answer(client):
    user = UserFactory(password="кең-дала-9")

    wrong = sign_in(client, user.staff_number, "nonsense")
    unknown = sign_in(client, "999999", "nonsense")

    assert wrong.status_code == unknown.status_code == 200
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert wrong.context["form"].non_field_errors()


def test_wrong_password_and_unknown_person_cost_one_hash_each(client, monkeypatch):
    user = UserFactory(password="кең-дала-9")
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt: (
            hashed.append(password) or encode(self, password, salt)
        ),
    )

    sign_in(client, user.staff_number, "first")
    sign_in(client, "999999", "second")

    assert hashed == ["first", "second"]


def test_sixth_wrong_password_asks_to_wait_and_does_not_lock_the_account(client):
    user = UserFactory(password="кең-дала-9")
    for _attempt in range(5):
        sign_in(client, user.staff_number, "nonsense")

    refused = sign_in(client, user.staff_number, "кең-дала-9")

    assert refused.status_code in {200, 429}
    assert "_auth_user_id" not in client.session
    user.refresh_from_db()
    assert user.is_active


@pytest.mark.parametrize("login", ["number", "email"])
def test_sign_in_by_service_number_or_email(client, login):
    user = UserFactory(password="кең-дала-9", email="officer@example.kz")
    name = user.staff_number if login == "number" else "Officer@example.kz"

    response = sign_in(client, name, "кең-дала-9")

    assert response.status_code == 302
    assert response.headers["Location"] == "/kk/my/"


def test_sign_up_is_shut(client):
    response = client.post(reverse("account_signup"), {"username": "x"})

    assert User.objects.count() == 0
    assert response.status_code == 200


def test_role_with_a_second_factor_sets_it_up_first(client):
    client.force_login(UserFactory(roles=[Role.MINISTRY_HR]))

    response = client.get("/kk/desk/")

    assert response.status_code == 302
    assert response.headers["Location"] == reverse("mfa_activate_totp")


def test_whoever_is_above_the_roles_sets_it_up_first_as_well(client):
    user = UserFactory(is_superuser=True)
    assert user.needs_second_factor
    client.force_login(user)

    for address in ("/kk/desk/", "/studio/", "/kk/my/"):
        answer = client.get(address)
        assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_code_that_was_left_opens_nothing_once_the_second_step_is_set_up(
    client, django_capture_on_commit_callbacks
):
    user = UserFactory(password="кең-дала-9", roles=[Role.ADMINISTRATOR])
    facts = {"login": user.staff_number, "password": "кең-дала-9"}
    client.post(reverse("account_login"), facts)
    left = activation_codes.issue_code(user, by=UserFactory())
    client.post(reverse("account_reauthenticate"), facts)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret

    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code})

    assert second_factor.has_authenticator(user)
    with pytest.raises(ActivationError):
        activation_codes.get_activation(left)


def test_invigilator_needs_a_second_factor(client):
    client.force_login(UserFactory(roles=[Role.INVIGILATOR]))

    answer = client.get("/kk/desk/")

    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_session_opened_before_there_was_an_authenticator_is_asked_for_a_code(client):
    user = UserFactory(password="кең-дала-9", roles=[Role.TRAINER])
    client.force_login(user)
    TOTP.activate(user, _SECRET)

    answer = client.get("/kk/desk/?page=2")

    door = f"{reverse('mfa_reauthenticate')}?next=%2Fkk%2Fdesk%2F%3Fpage%3D2"
    assert answer.headers["Location"] == door
    assert client.get(door).status_code == 200
    wrong = client.post(door, {"code": "000000"})
    assert wrong.status_code == 200
    assert client.get("/kk/desk/?page=2").headers["Location"] == door
    code = format_hotp_value(hotp_value(_SECRET, int(time.time()) // 30))
    right = client.post(door, {"code": code, "next": "/kk/desk/?page=2"})
    assert right.headers["Location"] == "/kk/desk/?page=2"
    assert client.get("/kk/desk/?page=2").status_code == 200


def test_step_that_one_person_passed_is_none_for_the_next(client):
    pass_both_steps(client, UserFactory(roles=[Role.TRAINER]))
    passed = client.session["second_factor"]
    client.force_login(UserFactory(roles=[Role.TRAINER]))
    session = client.session
    session["second_factor"] = passed
    session.save()

    answer = client.get("/kk/desk/")

    assert answer.headers["Location"] == reverse("mfa_activate_totp")


def test_secrets_of_authenticators_are_stored_encrypted():
    user = UserFactory(roles=[Role.TRAINER])
    TOTP.activate(user, _SECRET)
    RecoveryCodes.activate(user)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert _SECRET not in stored
    assert RecoveryCodes(
        user.authenticator_set.get(type="recovery_codes")
    ).generate_codes()
    assert TOTP(user.authenticator_set.get(type="totp")).validate_code(
        format_hotp_value(hotp_value(_SECRET, int(time.time()) // 30))
    )


def test_learner_needs_no_second_factor(client):
    client.force_login(UserFactory(roles=[Role.LEARNER]))

    assert client.get(reverse("account_logout")).status_code == 200


def test_password_alone_does_not_open_an_account_with_a_second_factor(client):
    user = UserFactory(password="кең-дала-9", roles=[Role.MINISTRY_HR])
    TOTP.activate(user, _SECRET)

    response = sign_in(client, user.staff_number, "кең-дала-9")

    assert response.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert Authenticator.objects.filter(user=user, type="totp").count() == 1


def test_idle_session_ends_after_twenty_minutes(client, settings):
    user = UserFactory()
    client.force_login(user)
    session = client.session
    session["seen_at"] = time.time() - settings.IDLE_LIFETIME.total_seconds() - 1
    session.save()

    response = client.get(reverse("account_change_password"))

    assert response.status_code == 302
    assert "_auth_user_id" not in client.session


def test_session_ends_with_the_browser(settings):
    assert settings.SESSION_EXPIRE_AT_BROWSER_CLOSE
    assert timedelta(minutes=20) == settings.IDLE_LIFETIME


def test_end_of_session_has_the_browser_forget(client):
    client.force_login(UserFactory())

    response = client.post(reverse("account_logout"))

    assert response.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert "no-store" in response.headers["Cache-Control"]
    assert "_auth_user_id" not in client.session


def test_language_of_the_page_is_kept_with_the_account(client):
    user = UserFactory(language="kk")
    client.force_login(user)

    client.get("/ru/account/logout/")

    user.refresh_from_db()
    assert user.language == "ru"


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("kk", "Оқу платформасына жаңа құпиясөз"),
        ("ru", "Новый пароль для учебной платформы"),
        ("en", "A new password for the training platform"),
    ],
)
def test_forgotten_password_is_answered_by_a_letter_in_the_language_of_the_page(
    client, language, subject
):
    UserFactory(email="a@example.kz")

    client.post(f"/{language}/account/password/reset/", {"email": "a@example.kz"})

    (letter,) = mail.outbox
    assert letter.subject == subject
    (link,) = re.findall(
        rf"^http.*/{language}/account/password/reset/.*/$", letter.body, re.MULTILINE
    )
    ((html, _kind),) = letter.alternatives
    assert f'href="{link}"' in html


def test_sign_in_and_failure_are_audited_without_the_typed_name(client):
    user = UserFactory(password="кең-дала-9")

    sign_in(client, "999999", "secret")
    sign_in(client, user.staff_number, "кең-дала-9")

    assert list(Entry.objects.order_by("id").values_list("action", "by")) == [
        ("accounts.sign_in_failed", None),
        ("accounts.signed_in", user.pk),
    ]
    assert "999999" not in str(list(Entry.objects.values()))


def test_second_factor_that_a_role_needs_is_not_removed():
    user = UserFactory(roles=[Role.FACILITY_HR])
    TOTP.activate(user, _SECRET)
    totp = Authenticator.objects.get(user=user, type="totp")

    form = DeactivateTOTPForm({}, authenticator=totp)

    assert not form.is_valid()


def test_role_given_during_a_session_asks_for_the_second_factor(client):
    user = UserFactory(roles=[Role.LEARNER])
    client.force_login(user)
    assert client.get(reverse("account_change_password")).status_code == 200

    user.groups.add(Group.objects.get(name=Role.FACILITY_HR))
    response = client.get(reverse("account_change_password"))

    assert response.headers["Location"] == reverse("mfa_activate_totp")


def test_no_field_repeats_its_label_inside_itself(client):
    pages = [client.get(reverse("account_reset_password"))]
    client.force_login(UserFactory(password="кең-дала-9"))
    pages.append(client.get(reverse("account_change_password")))

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("placeholder" in page.text for page in pages)
