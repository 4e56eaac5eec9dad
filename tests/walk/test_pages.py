"""What a walk reads from a page: where it leads, what its forms send, what is wrong with it."""

import re

import pytest
import requests

from tests.browser.conftest import ROOT
from tests.walk import routes, words
from tests.walk.findings import Findings
from tests.walk.pages import Page

_FORM = """
<html lang="kk"><body>
  <a href="/kk/my/">Оқуым</a> <a href="https://elsewhere.example/">Басқа</a>
  <a href="/kk/list/?p=2">2</a> <a href="/kk/list/?p=9">9</a>
  <img src="/kk/list/2.png" loading="lazy" alt=""> <img src="data:image/png;base64,AA" alt="">
  <script>fetch("/studio/choose/?a=1&amp;b=2")</script>
  <form method="post" action="/kk/send/" id="sent">
    <input type="hidden" name="csrfmiddlewaretoken" value="t">
    <input name="title" value="Атауы"><input name="number"><input type="date" name="ends_on">
    <input type="radio" name="kind" value="a"><input type="radio" name="kind" value="b">
    <select name="course"><option value="">–</option><option value="C1">C1</option></select>
    <input type="file" name="on">
    <button name="action" value="look">Қарау</button>
  </form>
  <textarea name="reason" form="sent"></textarea>
</body></html>
"""


def page(text, address="/kk/page/", status=200, **headers):
    answer = requests.Response()
    answer.status_code, answer.url = status, f"http://localhost{address}"
    answer._content = text.encode()
    answer.encoding = "utf-8"
    answer.headers.update({"Content-Type": "text/html; charset=utf-8"} | headers)
    return Page(address, answer)


def faults(one, **facts):
    findings = Findings()
    findings.check(one, "learner", "kk", came_from="/kk/my/", **facts)
    return sorted(findings.faults)


def test_links_and_pictures_lead_here_and_to_the_last_page_of_a_list():
    assert page(_FORM).links() == {
        "/kk/my/": True,
        "/kk/list/2.png": True,
        "/studio/choose/?a=1&b=2": False,
        "/kk/list/?p=9": True,
    }


def test_form_is_sent_empty_as_it_stands_and_filled_in():
    (form,) = page(_FORM).forms()

    assert dict(form.emptied())["csrfmiddlewaretoken"] == "t"
    assert dict(form.emptied())["title"] == ""
    assert dict(form.proposed(("action", "look"))) == {
        "csrfmiddlewaretoken": "t",
        "title": "Атауы",
        "number": "",
        "ends_on": "",
        "course": "",
        "action": "look",
        "reason": "",
    }
    fields, files = form.filled()
    filled = dict(fields)
    assert filled["title"] == "Атауы"
    assert (filled["kind"], filled["course"], filled["number"]) == ("b", "C1", "200001")
    assert filled["ends_on"] > "2026"
    assert filled["reason"]
    assert set(files) == {"on"}


@pytest.mark.parametrize(
    ("status", "is_promised", "found"),
    [
        (200, True, []),
        (404, True, ["404 at /kk/page/"]),
        (404, False, []),
        (403, True, ["403 at /kk/page/"]),
        (500, False, ["500 at /kk/page/"]),
    ],
)
def test_status_is_judged_by_what_the_role_was_shown(status, is_promised, found):
    one = page("<html lang='kk'></html>", status=status)

    assert faults(one, is_promised=is_promised) == found


def test_queries_and_weight_have_budgets():
    heavy = {"X-Walk-Queries": "61", "Content-Length": str(61 * 1024)}
    one = page("<html lang='kk'></html>", **heavy, **{"X-Walk-Route": "kk/my/"})

    assert faults(one) == ["more than 60 queries at my/", "over 60 KB at my/"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Оқу", []),
        ("<b>None</b>", ["a raw value: “None”"]),
        ("<b hidden>None</b>", []),
        ("Банк вопросов", ["not translated: “Банк вопросов”"]),
        ("<i lang='ru'>Обучение</i>", []),
        (
            "Nobody has said so in Kazakh",
            ["an English sentence: “Nobody has said so in Kazakh”"],
        ),
    ],
)
def test_words_of_another_language_are_found(text, found):
    one = page(f"<html lang='kk'><body><p>{text}</p></body></html>")

    assert words.untranslated(one, "kk") == found


def test_page_in_another_language_is_found():
    found = words.untranslated(page("<html lang='ru'><body>Да</body></html>"), "kk")

    assert found == ["a page in another language: ru"]


def test_a_route_that_nobody_reached_is_named_unless_it_has_a_reason():
    everything = routes.own_routes()
    assert "catalogue/" in everything

    assert routes.unreached(everything) == []
    assert routes.unreached(everything - {"catalogue/"}) == ["catalogue/"]


@pytest.mark.parametrize("pattern", routes.EXCEPTIONS)
def test_exception_is_a_route_and_names_tests_that_are_there(pattern):
    reason = routes.EXCEPTIONS[pattern]

    assert any(routes.is_excepted(route, {pattern}) for route in routes.own_routes())
    for path in re.findall(r"tests/[\w/.]+", reason):
        assert (ROOT / path).exists()
