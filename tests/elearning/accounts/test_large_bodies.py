"""A stranger fills no disk: what they send is not read before it is known who they are."""

import secrets

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LARGE, SMALL = 1024 * 1024 + 1, 1024


class CountingHandler(FileUploadHandler):
    """Notes how much of an upload the platform has read."""

    read = 0

    def receive_data_chunk(self, raw_data, start):
        type(self).read += len(raw_data)

    def file_complete(self, file_size):
        return None


@pytest.fixture(autouse=True)
def read(settings):
    """Return how much was read of what was uploaded."""
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.CountingHandler"]
    CountingHandler.read = 0
    return lambda: CountingHandler.read


def send(client, path, size):
    """Upload a file with a token of one's own making, as any browser could."""
    token = secrets.token_hex(16)
    client.cookies["csrftoken"] = token
    film = SimpleUploadedFile("film.mp4", b"x" * size)
    return client.post(path, {"csrfmiddlewaretoken": token, "file": film})


@pytest.mark.parametrize("size", [SMALL, LARGE])
@pytest.mark.parametrize("path", ["/studio/documents/add/", "/kk/desk/staff-lists/"])
def test_stranger_is_led_to_the_sign_in_before_a_byte_is_read(read, path, size):
    answer = send(Client(enforce_csrf_checks=True), path, size)

    assert (answer.status_code, read()) == (302, 0)
    assert "/account/login/" in answer.headers["Location"]


@pytest.mark.parametrize(
    "name", ["account_login", "activate", "account_reset_password"]
)
def test_large_body_is_read_on_no_page_for_strangers(read, name):
    client = Client(enforce_csrf_checks=True)

    assert (send(client, reverse(name), LARGE).status_code, read()) == (413, 0)
    assert send(client, reverse(name), SMALL).status_code in {200, 422}
    assert read() == SMALL


@pytest.mark.parametrize("path", ["/offline/acts/", "/kk/verify/ABCD-EFGH/"])
def test_large_body_of_a_stranger_is_not_read_where_only_small_ones_are_taken(
    read, path
):
    answer = send(Client(enforce_csrf_checks=True), path, LARGE)

    assert (answer.status_code, read()) == (413, 0)


def test_body_of_a_stranger_that_hides_its_length_is_refused():
    answer = Client(headers={"Transfer-Encoding": "chunked"}).generic(
        "POST", reverse("account_login"), CONTENT_LENGTH=""
    )

    assert answer.status_code == 413


def test_whoever_is_signed_in_uploads_and_certificates_are_verified_by_strangers(read):
    client = Client()
    client.force_login(UserFactory())
    send(client, "/studio/documents/add/", LARGE)
    assert read() == LARGE

    assert send(Client(), "/kk/verify/", LARGE).status_code == 422  # no certificate
