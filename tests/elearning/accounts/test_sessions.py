"""Where an account is open, and how to end what is open elsewhere."""

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
URL = "/kk/account/sessions/"


def test_person_sees_her_browsers_and_ends_the_others():
    user = UserFactory(password="four calm words")
    here, elsewhere = Client(), Client()
    for browser in (here, elsewhere):
        browser.post(
            "/kk/account/login/",
            {"login": user.staff_number, "password": "four calm words"},
        )

    page = here.get(URL).content.decode()
    here.post(URL)

    assert page.count('<li class="row">') == 2
    assert page.count("Осы браузер") == 1
    assert here.get(URL).status_code == 200
    assert elsewhere.get(URL).status_code == 302
