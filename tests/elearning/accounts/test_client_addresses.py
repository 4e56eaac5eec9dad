"""Everybody is limited by their own address, behind a proxy as well."""

import pytest
from allauth.account import app_settings
from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.checks import run_checks
from django.urls import reverse

from elearning.accounts.client_addresses import read_client_address, read_client_network
from tests.factories.accounts import UserFactory

PASSWORD = "кең-дала-9"
PROXY = "10.9.9.9"


@pytest.mark.parametrize(
    ("proxies", "heard", "client"),
    [
        (0, ("", "203.0.113.7"), "203.0.113.7"),
        (0, ("198.51.100.1", "203.0.113.7"), "203.0.113.7"),
        (1, ("198.51.100.1", PROXY), "198.51.100.1"),
        (1, ("192.0.2.66, 198.51.100.1", PROXY), "198.51.100.1"),
        (1, ("192.0.2.66,198.51.100.1:50123", PROXY), "198.51.100.1"),
        (1, ("[2001:db8::1]:50123", PROXY), "2001:db8::1"),
        (1, ("::ffff:198.51.100.1", PROXY), "198.51.100.1"),
        (2, ("192.0.2.66, 198.51.100.1, 10.0.0.2", PROXY), "198.51.100.1"),
        (2, ("198.51.100.1", PROXY), "198.51.100.1"),
        (1, ("", PROXY), PROXY),
        (1, ("unknown", PROXY), PROXY),
        (1, ("198.51.100.1", ""), "198.51.100.1"),
        (0, ("", ""), "127.0.0.1"),
    ],
    ids=[
        "no proxy",
        "spoofed without a proxy",
        "one proxy",
        "spoofed left of what the proxy says",
        "with a port",
        "IPv6 with a port",
        "IPv4 within IPv6",
        "two proxies",
        "past the outer proxy",
        "from the proxy itself",
        "the proxy names nobody",
        "a socket behind a proxy",
        "a socket",
    ],
)
def test_address_is_what_the_proxies_of_ours_say(rf, settings, proxies, heard, client):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    forwarded, peer = heard
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}

    assert read_client_address(rf.get("/", headers=headers, REMOTE_ADDR=peer)) == client


def test_network_of_version_six_is_one_client(rf):
    request = rf.get("/", REMOTE_ADDR="2001:db8::1:2:3")

    assert read_client_network(request) == "2001:db8::/56"


@pytest.mark.django_db
def test_many_networks_of_one_customer_of_version_six_are_one_client(sign_in):
    user = UserFactory(password=PASSWORD)
    for number in range(5):
        sign_in(user.staff_number, "nonsense", f"2001:db8:0:{number}::1")

    assert not sign_in(user.staff_number, PASSWORD, "2001:db8:0:ff::1")
    assert sign_in(user.staff_number, PASSWORD, "2001:db8:0:100::1")


@pytest.fixture
def sign_in(client, settings):
    """Sign in through one proxy of ours, which says where the request came from."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def sign_in(login, password, forwarded):
        client.logout()
        client.post(
            reverse("account_login"),
            {"login": login, "password": password},
            headers={"X-Forwarded-For": forwarded},
            REMOTE_ADDR=PROXY,
        )
        return "_auth_user_id" in client.session

    return sign_in


@pytest.mark.django_db
def test_sixty_people_behind_one_address_sign_in_at_the_start_of_an_exam(
    sign_in,
):
    user = UserFactory(password=PASSWORD)

    seen = [sign_in(user.staff_number, PASSWORD, "203.0.113.7") for _one in range(60)]

    assert seen.count(True) == 60


@pytest.mark.django_db
def test_nobody_is_turned_away_because_others_of_their_address_are_counted(sign_in, rf):
    user = UserFactory(password=PASSWORD)
    request = rf.get("/", headers={"X-Forwarded-For": "203.0.113.7"})
    rates = app_settings.RATE_LIMITS
    for action in ("login", "sign_in", "login_failed_address"):
        for rate in ratelimit.parse_rates(rates[action]):
            name = ratelimit.get_cache_key(
                request, app="allauth.account", action=action, rate=rate
            )
            cache.add(f"{name}:lock", True)  # as somebody who is being counted

    assert sign_in(user.staff_number, PASSWORD, "203.0.113.7")


@pytest.mark.django_db
def test_address_signs_in_so_often_and_no_more(sign_in, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"sign_in": "3/h/ip"}
    user = UserFactory(password=PASSWORD)

    seen = [sign_in(user.staff_number, PASSWORD, "203.0.113.7") for _one in range(4)]

    assert seen == [True] * 3 + [False]
    assert sign_in(user.staff_number, PASSWORD, "203.0.113.8")


@pytest.mark.django_db
def test_wrong_passwords_of_one_address_stop_no_other_behind_the_same_proxy(
    sign_in, settings
):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {
        "login_failed_address": "3/5m/ip"
    }
    user = UserFactory(password=PASSWORD)
    for number in range(3):
        sign_in(f"99999{number}", "nonsense", f"192.0.2.{number}, 203.0.113.7")

    seen = {
        forwarded: sign_in(user.staff_number, PASSWORD, forwarded)
        for forwarded in ("203.0.113.7", "192.0.2.99, 203.0.113.7", "203.0.113.8")
    }

    assert seen == {
        "203.0.113.7": False,
        "192.0.2.99, 203.0.113.7": False,
        "203.0.113.8": True,
    }


@pytest.mark.django_db
def test_stranger_keeps_nobody_out_whose_number_they_know(sign_in):
    user = UserFactory(password=PASSWORD)
    for _time in range(30):
        sign_in(user.staff_number, "nonsense", "203.0.113.66")

    assert not sign_in(user.staff_number, PASSWORD, "203.0.113.66")
    assert sign_in(user.staff_number, PASSWORD, "203.0.113.7")


@pytest.mark.django_db
@pytest.mark.parametrize(("wrong", "comes_in"), [(29, True), (30, False)])
def test_password_is_not_guessed_from_many_addresses_by_both_names_of_an_account(
    sign_in, wrong, comes_in
):
    user = UserFactory(password=PASSWORD, email="officer@example.kz")
    names = [user.staff_number, "Officer@example.kz"]

    for number in range(wrong):
        sign_in(names[number % 2], "nonsense", f"203.0.113.{number}")

    assert sign_in(names[0], PASSWORD, "203.0.113.200") is comes_in
    assert sign_in(names[1], PASSWORD, "203.0.113.201") is comes_in


@pytest.mark.django_db
def test_name_of_the_host_gives_no_fresh_attempts(client):
    user = UserFactory(password=PASSWORD)
    data = {"login": user.staff_number, "password": "nonsense"}
    for port in range(5):
        client.post(
            reverse("account_login"), data, headers={"Host": f"localhost:{port}"}
        )

    client.post(
        reverse("account_login"),
        data | {"password": PASSWORD},
        headers={"Host": "localhost:6"},
    )

    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_sign_in_on_a_socket_that_has_no_address(client):
    user = UserFactory(password=PASSWORD)
    data = {"login": user.staff_number, "password": PASSWORD}

    answer = client.post(reverse("account_login"), data, REMOTE_ADDR="")

    assert answer.status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "count", "found"),
    [
        ("https://training.example", None, ["accounts.E001"]),
        ("https://training.example", 0, []),
        ("https://training.example", 1, []),
        ("http://localhost:8000", None, []),
    ],
)
def test_deployment_by_https_says_how_many_proxies_there_are(
    settings, address, count, found
):
    settings.BASE_URL, settings.TRUSTED_PROXIES = address, count

    seen = run_checks(tags=["security"], include_deployment_checks=True)

    assert [one.id for one in seen if one.id.startswith("accounts.")] == found
