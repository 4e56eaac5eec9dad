"""The main job, whole: activation, course, exam, certificate, verification, HR, LRS."""

import base64
import json
import re
import urllib.request

from tests.browser import walking

PASSWORD = "тұнық-бұлақ-47"
_HOLDER = """
import json
from courses.certificates.models import Certificate
holder = Certificate.objects.get(number="{number}").completion.learner
print(json.dumps([holder.family_name, holder.staff_number, str(holder.key)]))
"""


def test_an_officer_activates_learns_passes_and_is_seen_to_have_passed(
    platform, visit, enter
):
    page = visit("phone", "kk")
    code = platform.accounts()["newcomer"]["code"]

    walking.activate(page, code, PASSWORD, "kk")
    assert page.get_attribute("html", "lang") == "kk"
    assert walking.read_lessons(page, "c1", "kk") >= 11

    page.goto("/kk/my/")
    page.locator(".next-step a.button, .next-step .button").first.click()
    walking.sit_exam(page, walking.right_answers(platform))
    assert page.locator(".result-passed").count() == 1
    number = page.locator(".certificate dd").first.inner_text()
    address = page.locator("a[href*='/verify/']").first.get_attribute("href")
    assert page.foreign == []

    stranger = visit("phone", "ru")
    stranger.goto(address)
    shown = stranger.locator("main").inner_text()
    assert stranger.locator(".state-valid").count() == 1
    assert "C1" in shown
    family_name, staff_number, key = walking.facts(
        platform, _HOLDER.format(number=number)
    )
    assert family_name not in stranger.content()
    assert staff_number not in stranger.content()

    officer = visit("desk", "ru")
    enter(officer, "ministry-hr", "ru")
    officer.goto(f"/ru/desk/people/{key}/")
    assert number in officer.locator("main").inner_text()

    statements = _statements(platform)
    verbs = {statement["verb"]["id"].rsplit("/", 1)[-1] for statement in statements}
    assert {
        "registered",
        "initialized",
        "completed",
        "answered",
        "passed",
        "earned",
    } <= verbs
    told = json.dumps(statements, ensure_ascii=False)
    assert family_name not in told
    assert staff_number not in told


def _statements(platform):
    """Ask the record store for everything, as another system would."""
    printed = platform.manage("lrs_credential", "browser test")
    key, secret = re.findall(r"(?:key|secret): +(\S+)", printed)[:2]
    token = base64.b64encode(f"{key}:{secret}".encode()).decode()
    found, more = [], "/xapi/statements?limit=100"
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
