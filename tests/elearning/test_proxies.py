"""What the documentation promises of the platform behind nginx and behind Caddy.

Both run with the documented files, in front of one platform with two web processes. Its
passwords are hashed quickly: 500 of them, as an installation hashes them, would take two
cores four minutes.
"""

import json
import re
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlsplit

import pytest
from wagtail.documents.models import Document
from wagtail.models import Page

from content.publishing.models import HeldMedia, HeldRevision
from tests import databases, proxies
from tests.factories.courses import CourseFactory, EditionFactory, UnitVersionFactory
from tests.processes import ROOT, Web, environment
from tests.proxies import HOST, SlowReader, SlowSender, Visitor

pytestmark = pytest.mark.slow

NAMES = ["nginx", "caddy"]
PEOPLE, READERS, SENDERS, CANDIDATES = 500, 50, 30, 4
FIRST, PASSWORD = 10_000, "кең-дала-9"
SIGN_IN, RESET = "/kk/account/login/", "/kk/account/password/reset/"
FILM = "/media/documents/film.mp4"
_WORLD = f"""
from tests.benchmarks.candidates import exam
from tests.elearning.test_proxies import show
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from elearning.accounts.models import User
call_command("createcachetable", "cache", "cache_files")
exam("B60", 60, {PEOPLE + 10})
User.objects.update(password=make_password({PASSWORD!r}))
User.objects.filter(staff_number="{FIRST}").update(email="officer@example.kz")
show("documents/film.mp4", "documents/қысқа 100% film.txt")
"""


def show(*names):
    """Have a lesson of a released course show these stored files."""
    page = Page.objects.order_by("pk").first()
    revision = page.save_revision()
    held = HeldRevision.objects.create(revision=revision)
    course = CourseFactory(code="F1")
    lesson = UnitVersionFactory(unit__course=course, unit__key=page.translation_key)
    lesson.texts.update(reference=str(revision.pk))
    EditionFactory(course=course, number=1, versions=[lesson])
    for name in names:
        document = Document.objects.create(title="Film", file=name, file_size=1)
        HeldMedia.objects.create(held=held, document=document)


def number(place):
    """Return the service number of somebody in the world of these tests."""
    return f"{FIRST + place}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("behind")
    (folder / "media/documents").mkdir(parents=True)
    with (folder / "media/documents/film.mp4").open("wb") as film:
        film.write(b"film")
        film.truncate(64 * 1024 * 1024)  # a hole: it takes no room
    (folder / "media/documents/қысқа 100% film.txt").write_text("short")
    return folder


@pytest.fixture(scope="module")
def platform(folder, django_db_setup):
    """A platform with an exam, and the addresses of the exam of its candidates."""
    with databases.copied("behind") as name:
        known = environment(
            folder,
            databases.url(name),
            DJANGO_SETTINGS_MODULE="tests.quick_hashing",
            BASE_URL=f"https://{HOST}",
            ALLOWED_HOSTS=HOST,
            TRUSTED_PROXIES="1",
            MEDIA_REDIRECT="/stored/",
        )
        made = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", _WORLD],
            cwd=ROOT,
            env=known,
            capture_output=True,
            text=True,
            check=False,
        )
        assert made.returncode == 0, made.stderr
        web = Web(folder, known, workers=2).start()
        web.enrolments = [one["enrolment"] for one in json.loads(made.stdout)]
        yield web
        web.kill()


@pytest.fixture(scope="module")
def in_front(platform, tmp_path_factory, folder):
    """Return the proxy of a name, which is started once."""
    started = {}

    def in_front(name):
        if name not in started:
            own = tmp_path_factory.mktemp(name)
            (own / "media").symlink_to(folder / "media")
            started[name] = getattr(proxies, name)(own, platform.port).start()
        return started[name]

    yield in_front
    for proxy in started.values():
        proxy.kill()


@pytest.fixture(params=NAMES)
def visitor(request, in_front):
    """Return a visitor; at each address, somebody whom no other proxy has met."""
    net, proxy = NAMES.index(request.param) + 1, in_front(request.param)
    return lambda place=1: Visitor(proxy, f"127.0.{net}.{place}")


def test_five_hundred_people_behind_one_address_sign_in(in_front):
    ways = [in_front(name) for name in NAMES]

    def sign_in(place):
        return Visitor(ways[place % len(ways)]).sign_in(number(place), PASSWORD)

    with ThreadPoolExecutor(16) as pool:
        seen = Counter(pool.map(sign_in, range(PEOPLE)))

    assert seen == {(302, True): PEOPLE}


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (20, "X-Forwarded-For"),
        (21, "X_Forwarded_For"),
        (22, "Forwarded"),
        (23, "X-Real-IP"),
    ],
)
def test_made_up_addresses_give_no_fresh_attempts(visitor, place, name):
    someone = number(PEOPLE + place - 20)
    for guess in range(5):
        made_up = {name: f"203.0.113.{guess}"}
        assert visitor(place).sign_in(someone, "nonsense", **made_up) == (200, False)

    seen = [
        visitor(place).sign_in(someone, PASSWORD, **{name: "203.0.113.99"})[1],
        visitor(place + 100).sign_in(someone, PASSWORD)[1],
    ]

    assert seen == [False, True]


def test_stranger_who_names_the_address_of_another_keeps_nobody_out(visitor):
    other = visitor(60)
    for _guess in range(6):
        visitor(61).sign_in(number(1), "nonsense", **{"X-Forwarded-For": other.address})

    assert other.sign_in(number(1), PASSWORD) == (302, True)


def test_visitor_decides_not_by_which_protocol_they_came(visitor):
    secure = visitor().ask(SIGN_IN, **{"X-Forwarded-Proto": "http"})
    plain = visitor().ask_plainly(SIGN_IN, **{"X-Forwarded-Proto": "https"})

    assert secure[0] == 200
    assert plain[0] in {301, 308}
    assert plain[1]["Location"] == f"https://{HOST}{SIGN_IN}"


def test_visitor_decides_not_where_a_mailed_link_leads(visitor, folder):
    made_up = {
        "Host": f"{HOST}:6666",
        "Forwarded": "host=evil.example;proto=http",
        "X-Forwarded-Host": "evil.example",
        "X_Forwarded_Host": "evil.example",
        "X-Forwarded-Port": "6666",
    }
    mails = folder / "mail"
    before = set(mails.glob("*"))

    status, *_rest = visitor().ask(RESET, {"email": "officer@example.kz"}, **made_up)

    assert status == 302
    (mail,) = set(mails.glob("*")) - before
    addresses = re.findall(r"https?://[^/\s]*", mail.read_text())
    assert set(addresses) == {f"https://{HOST}"}


def test_another_name_leads_nowhere(visitor, folder):
    before = set((folder / "mail").glob("*"))

    asked = {"email": "officer@example.kz"}
    answers = [
        visitor().ask(RESET, asked, Host="evil.example"),
        visitor().ask_plainly(SIGN_IN, Host="evil.example"),
    ]

    assert [text for _status, _headers, text in answers] == ["", ""]
    for _status, headers, _text in answers:
        assert {"Location", "Set-Cookie"}.isdisjoint(headers.keys())
    assert set((folder / "mail").glob("*")) == before


def test_files_reach_those_alone_who_are_signed_in(visitor):
    stranger, reader = visitor(), visitor()
    assert reader.sign_in(number(2), PASSWORD) == (302, True)

    short = "/media/documents/%D2%9B%D1%8B%D1%81%D2%9B%D0%B0%20100%25%20film.txt"
    refused = [stranger.ask(path)[0] for path in (FILM, short)]
    past = reader.ask("/stored/documents/film.mp4")[0]
    status, headers, text = reader.ask(short)
    part, labels, begin = reader.ask(FILM, Range="bytes=0-3")

    assert refused == [302, 302]
    assert past == 404
    assert (status, text) == (200, "short")
    assert headers["Content-Disposition"].startswith("attachment")
    assert (part, begin) == (206, "film")
    assert labels["Content-Type"] == "video/mp4"
    for told in (headers, labels):
        assert "sandbox" in told["Content-Security-Policy"]
        assert told["X-Content-Type-Options"] == "nosniff"
        assert "X-Accel-Redirect" not in told


@pytest.mark.parametrize(
    ("path", "megabytes"),
    [
        ("/studio/packages/", 62),
        ("/studio/documents/multiple/add/", 100),
        ("/kk/desk/staff-lists/upload/", 30),
        ("/ru/verify/", 5),
        ("/kk/my/", 0.9),
    ],
)
def test_no_upload_that_the_platform_takes_is_refused_before_it(
    visitor, path, megabytes
):
    """Whoever is signed in has no role: the platform reads it all and says so."""
    reader = visitor(80)
    assert reader.sign_in(number(200), PASSWORD) == (302, True)

    status = reader.upload(path, int(megabytes * 1024 * 1024))

    assert status in {302, 403, 404, 405, 422}


@pytest.mark.parametrize(
    ("path", "megabytes"), [(SIGN_IN, 2), ("/kk/desk/staff-lists/upload/", 40)]
)
def test_no_body_is_taken_that_is_larger_than_its_page_needs(visitor, path, megabytes):
    status = visitor(81).upload(path, megabytes * 1024 * 1024)

    assert status in {0, 413, 502}


def begun(candidate, enrolment):
    """Begin an exam and return the address of its questions."""
    _status, headers, _text = candidate.ask(
        f"/kk/exams/{enrolment}/", {"hold": "window"}
    )
    return urlsplit(headers["Location"]).path


def answered(candidate, address, sequence):
    """Open a question, answer it, and return both statuses."""
    place = f"{address}?q={sequence}&w=window"
    status, _headers, page = candidate.ask(place)
    (choice, *_others) = re.findall(r'type="radio"[^>]* value="(\w+)"', page)
    fields = {"choice": choice, "sequence": sequence}
    return status, candidate.ask(place, fields, Accept="application/json")[0]


def each_goes_on(slow):
    """Raise ``OSError`` where the proxy has given one of them up."""
    for line in slow:
        line.go_on()


@contextmanager
def going_on(slow):
    """Have slow lines go on byte by byte, from their first byte to the end of the block."""
    ended, troubles = threading.Event(), []

    def go_on():
        while not ended.wait(1):
            try:
                each_goes_on(slow)
            except OSError as error:
                troubles.append(error)

    thread = threading.Thread(target=go_on)
    with ExitStack() as left:
        for line in slow:
            left.callback(line.close)
        each_goes_on(slow)
        thread.start()
        left.callback(thread.join)
        left.callback(ended.set)
        yield
        ended.set()
        thread.join()
        assert not troubles
        each_goes_on(slow)


def test_slow_lines_keep_nobody_from_an_exam(visitor, platform):
    people = [visitor() for _one in range(1 + CANDIDATES)]
    for place, person in enumerate(people, start=3):
        assert person.sign_in(number(place), PASSWORD) == (302, True)
    reader, *candidates = people
    addresses = [
        begun(candidate, platform.enrolments[place])
        for place, candidate in enumerate(candidates, start=4)
    ]
    slow = [SlowReader(reader, FILM) for _one in range(READERS)]
    slow += [SlowSender(visitor(), SIGN_IN) for _one in range(SENDERS)]

    with going_on(slow):
        seen = [
            answered(candidate, address, sequence)
            for candidate, address in zip(candidates, addresses, strict=True)
            for sequence in range(1, 3)
        ]

    assert seen == [(200, 200)] * CANDIDATES * 2
