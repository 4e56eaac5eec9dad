"""The profile answers at its own address, to machines and to people."""

import pytest
from django.conf import settings

from courses.records.profile import profile_document
from courses.records.profile.statement_templates import EVENTS
from courses.records.statements import activity_types, extensions, iris, verbs
from elearning.languages import OWN_NAMES

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def address(iri):
    """The path of an IRI on this host."""
    return iri.removeprefix(settings.XAPI_BASE_IRI)


@pytest.mark.parametrize(
    "path",
    [
        "/id/profile/2",
        "/id/profile/1/templates/nothing",
        "/id/verbs/completed",
        "/id/verbs/nothing",
        "/id/courses/C1",
        "/id/units/d3b07384-d9a0-4c9a-8f3e-5d1f4d6c8b11",
    ],
)
def test_what_is_not_in_the_profile_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_profile_is_only_read(client, method):
    path = address(iris.build_profile_version_iri())

    assert getattr(client, method)(path).status_code == 405


@pytest.mark.parametrize(
    "accept", ["", "*/*", "application/ld+json", "application/json", "image/png"]
)
def test_machine_is_given_json_ld(client, accept):
    path = address(iris.build_profile_version_iri())
    headers = {"Accept": accept} if accept else {}

    response = client.get(path, headers=headers)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    assert "Accept" in response["Vary"]
    assert response.json() == profile_document.build_profile()


def test_profile_is_named_by_the_setting_and_not_by_the_host(client, settings):
    settings.XAPI_BASE_IRI = "https://training.example"

    made = client.get("/id/profile/1", headers={"Host": "localhost"}).json()

    assert made["id"] == "https://training.example/id/profile"
    assert made["versions"][0]["id"] == "https://training.example/id/profile/1"


@pytest.mark.parametrize("language", OWN_NAMES)
def test_browser_is_shown_every_event_in_its_language(client, language):
    path = address(iris.build_profile_version_iri())

    response = client.get(path, headers=BROWSER | {"Accept-Language": language})

    page = response.content.decode()
    assert response["Content-Type"].startswith("text/html")
    assert all(event.labels[language] in page for event in EVENTS)


@pytest.mark.parametrize(
    "iri",
    [
        iris.build_profile_iri(),
        verbs.RENEWED.iri,
        activity_types.GUIDELINE.iri,
        extensions.CITES.iri,
        EVENTS[0].iri,
        f"{iris.build_profile_version_iri()}/patterns/training",
    ],
)
def test_our_names_lead_to_the_profile(client, iri):
    response = client.get(address(iri))

    assert response.status_code == 303
    assert response["Location"] == address(iris.build_profile_version_iri())
