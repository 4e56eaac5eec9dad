"""Steps 21 to 23: the certificate, who verifies it, and what is left behind."""

import base64
import json
import re
import urllib.request
import zipfile

import pypdf

from tests.browser import looking, walking
from tests.browser.journey import learners


def earns_a_certificate(page, right):
    """21: the result by topic, no list of answers, and the certificate in each language."""
    result = page.url
    words = page.locator("main").inner_text()
    assert page.locator(".result-number").inner_text().startswith("100")
    assert re.search(r"\b80\s?%", words)
    assert page.locator(".topics li, .topics tr, [class*=topic]").count()
    assert [stem for stem in right if stem in words] == []
    card = page.locator(".certificate")
    number = card.locator("dd").first.inner_text()
    assert len(re.findall(r"20\d\d", card.inner_text())) >= 2
    languages = card.locator("a[hreflang]").all()
    assert [one.get_attribute("hreflang") for one in languages] == ["ru", "en"]
    with page.expect_download() as download:
        card.locator(".actions a").first.click()
    paper = pypdf.PdfReader(download.value.path())
    assert paper.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert number in paper.pages[0].extract_text()

    for _step in range(3):
        page.go_back()
    if page.locator("form.question").count():  # a page the browser had kept
        walking.choose(page, place=1)
    page.goto(result)
    assert page.locator(".result-number").inner_text().startswith("100")
    page.goto("/kk/my/certificates/")
    assert number in page.locator(".certificate").inner_text()
    return number


def anybody_verifies(stranger, page, platform, her, number):
    """22: the state without a name, the name compared, and the same without a network."""
    address = page.locator("a[href*='/verify/']").first.get_attribute("href")
    stranger.goto("/v/offline/kk/")
    stranger.locator("[data-lists]:visible").wait_for()
    stranger.goto(address)
    assert stranger.locator(".state-valid, .answer").first.is_visible()
    words = stranger.locator("main").inner_text()
    assert "Жарамды" in words
    assert "C1" in words
    assert len(re.findall(r"20\d\d", words)) >= 3
    for word in (her["family_name"], her["staff_number"]):
        assert word not in stranger.content()
    for name, said in (
        (her["printed"], "Сәйкес келеді"),
        ("Басқа Біреу", "Сәйкес келмейді"),
    ):
        stranger.fill("[name=name]", name)
        walking.press(stranger.locator("main form button[type=submit]"))
        assert stranger.get_by_text(said, exact=True).is_visible()

    stranger.context.set_offline(True)
    stranger.goto(f"/V/{learners.claim(platform, number)}")
    stranger.locator("[data-answer-at] h1").wait_for()
    answer = stranger.locator("[data-answer-at]").inner_text()
    assert answer.startswith("Жарамды")
    assert "Деректер уақыты" in answer
    assert page.foreign == []


def takes_her_data_and_leaves(page, office, her, number):
    """23: who looked, her data in a file that opens, and nothing left behind."""
    office.goto(f"/ru/desk/people/{her['key']}/")
    assert number in office.locator("main").inner_text()
    page.goto("/kk/my/records/looks/")
    assert re.search(r"20\d\d", page.locator("main").inner_text())
    assert looking.faults(page, "kk") == []
    page.goto("/kk/my/records/")
    with page.expect_download() as download:
        page.click("main a[href$='/records/archive/']")
    with zipfile.ZipFile(download.value.path()) as pack:
        assert her["staff_number"] in pack.read("my-data.html").decode()

    walking.sign_out(page)
    assert "/kk/account/login/" in page.url
    assert {one["name"] for one in page.context.cookies()} <= {
        "csrftoken",
        "device",  # names nobody
        "django_language",
    }
    for _step in range(3):
        page.go_back()
        assert "/kk/account/login/" in page.url
        for word in (her["name"], her["staff_number"]):
            assert word not in page.content()
    assert walking.stored(page) == [{}, {}, [], []]


def is_told_to_other_systems(platform, her):
    """All of it stands in the record store, and nothing of who she is."""
    statements = _statements(platform, her["enrolment"])
    verbs = {one["verb"]["id"].rsplit("/", 1)[-1] for one in statements}
    told = {"registered", "initialized", "completed", "answered", "passed", "earned"}
    assert told <= verbs
    words = json.dumps(statements, ensure_ascii=False)
    for word in (her["family_name"], her["staff_number"]):
        assert word not in words


def _statements(platform, registration):
    """Ask the record store for all of one enrolment, as another system would."""
    printed = platform.manage("lrs_credential", f"walk {registration}")
    key, secret = re.findall(r"(?:key|secret): +(\S+)", printed)[:2]
    token = base64.b64encode(f"{key}:{secret}".encode()).decode()
    found, more = [], f"/xapi/statements?limit=100&registration={registration}"
    while more:
        request = urllib.request.Request(
            platform.url + more if more.startswith("/") else more,
            headers={
                "Authorization": f"Basic {token}",
                "X-Experience-API-Version": "1.0.3",
            },
        )
        with urllib.request.urlopen(request) as answer:
            body = json.load(answer)
        found += body["statements"]
        more = body.get("more", "")
    return found
