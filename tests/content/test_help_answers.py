"""Help: answers for whom they are, found in any language, and where pages say they are."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from content import help_answers
from content.curriculum.bundle_reader import DEFAULT
from content.curriculum.plain_page_loader import load_plain_pages
from content.models.site_setup import ensure_site
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db
TRAINERS = "Тыңдаушылардың сұрақтарына қайда жауап беремін?"
LEARNERS = "Емтиханға талпынысым қалмады"


def words(response):
    return response.content.decode()


def help_page(client, query="", language="kk"):
    address = f"/{language}/help/"
    return words(client.get(address, {"q": query} if query else {}))


def test_every_answer_has_its_own_anchor_and_leads_to_a_page_that_exists():
    names = [one.name for one in help_answers.load_help_answers()]

    assert len(names) == len(set(names)) > 20
    assert all(
        one.url.startswith("/") for one in help_answers.load_help_answers() if one.page
    )


def test_links_of_other_pages_lead_to_answers_that_exist():
    names = {one.name for one in help_answers.load_help_answers()}
    for folder in settings.TEMPLATES[0]["DIRS"]:
        for path in Path(folder).rglob("*.html"):
            linked = re.findall(
                r'help_link\.html" with name="([\w-]+)"', path.read_text()
            )
            assert set(linked) <= names, path


def test_help_is_open_to_everybody_and_names_whom_to_ask(client):
    load_plain_pages(DEFAULT, ensure_site())

    page = help_page(client)

    assert LEARNERS in page
    assert TRAINERS in page
    assert 'id="no-attempts"' in page
    assert "Кім неге жауап береді" in page


@pytest.mark.parametrize(
    ("roles", "shown"),
    [([], False), ([Role.TRAINER], True)],
    ids=["learner", "trainer"],
)
def test_answers_for_offices_are_for_their_people(sign_in, roles, shown):
    client = sign_in(UserFactory(roles=roles))

    page = help_page(client)

    assert LEARNERS in page
    assert (TRAINERS in page) is shown


def test_answers_are_found_in_any_language_and_nothing_is_said_so(client):
    found = help_page(client, "ПОПЫТОК экзамене")
    assert LEARNERS in found
    assert "Байланыссыз оқуға бола ма?" not in found

    nothing = help_page(client, "<b>жоқ\0", "en")
    assert "No answer contains “&lt;b&gt;жоқ”." in nothing


# --- the first steps ------------------------------------------------------------------


def test_first_steps_are_put_away_for_good_and_brought_back_from_help(client):
    learner = StaffMemberFactory()
    client.force_login(learner.user)
    training, tour = reverse("learner:training"), reverse("learner:tour")
    assert "Алғашқы үш қадам" in words(client.get(training))
    assert client.get(tour).status_code == 405

    client.post(tour)
    assert "Алғашқы үш қадам" not in words(client.get(training))
    client.logout()
    client.force_login(learner.user)
    assert "Алғашқы үш қадам" not in words(client.get(training))

    assert f'action="{tour}"' in help_page(client)
    client.post(tour, {"show": "yes"})
    assert "Алғашқы үш қадам" in words(client.get(training))


def test_stranger_puts_nothing_away(client):
    answer = client.post(reverse("learner:tour"))

    assert answer.url.startswith(reverse("account_login"))
