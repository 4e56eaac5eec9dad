"""The verifier at a gate without a network: real QR codes, a real service worker."""

import pytest

from tests.browser import looking, walking

_ISSUE = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.certificates.qr_claims.claim_codec import build_signed_claim
from courses.models import Course
from elearning.staff.models import StaffMember
from tests.factories.certificates import CertificateFactory, CertifiedCompletionFactory

today = timezone.localdate()
number = str(930001 + StaffMember.objects.filter(staff_number__startswith="93").count())
person = StaffMember.objects.create(
    staff_number=number, family_name="Семёнова", given_name="Әсел", language="ru"
)
days = {{"passed_on": today - timedelta(10), "expires_on": today + timedelta({left})}}
completion = CertifiedCompletionFactory(
    learner=person, edition=Course.objects.get(code="C1").current_edition, **days
)
certificate = CertificateFactory(
    completion=completion,
    number=f"C1-TEST-{{number}}",
    holder_name="Семёнова Әсел",
    issued_on=days["passed_on"],
    expires_on=days["expires_on"],
)
print(json.dumps({{
    "number": certificate.number, "code": certificate.code, "claim": build_signed_claim(certificate)
}}))
"""
_REVOKE = """
import json
from django.utils import timezone
from courses.certificates.models import Certificate
from courses.records.completions.completion_withdrawal import withdraw_completion
from elearning.accounts.models import User
certificate = Certificate.objects.get(number={number!r})
withdraw_completion(
    certificate.completion, ground="fraud", authority="Министерство", reason="Списывание",
    by=User.objects.get(staff_number="100008"), at=timezone.now(),
)
print(json.dumps(True))
"""
_REGISTERED = """async () => {
  for (;;) {
    const known = await navigator.serviceWorker.getRegistrations();
    if (known.filter((one) => one.active?.state === "activated").length === 2) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}"""
_KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      texts.push(asked.url, await (await cache.match(asked)).text());
    }
  }
  return texts.join("\\n") + JSON.stringify([localStorage, sessionStorage]);
}"""


def issue(platform, left=700):
    """A certificate that is valid for ``left`` more days, and what its QR code says."""
    return walking.facts(platform, _ISSUE.format(left=left))


@pytest.fixture(scope="module")
def certificate(platform):
    return issue(platform)


@pytest.fixture
def gate(visit):
    """A telephone on which the verifier was opened once: `gate("ru")`."""

    def gate(language="ru"):
        page = looking.listen(visit("phone", language))
        page.goto(f"/v/offline/{language}/")
        page.locator("[data-ready]:visible").wait_for()
        page.locator("[data-lists]:visible").wait_for()
        return page

    return gate


def fly(page, *, on=True):
    page.context.set_offline(on)


def scan(page, claim):
    """Open the address as the telephone's camera does, and return the answer's word."""
    page.goto(f"/V/{claim}")
    return word(page)


def word(page):
    page.locator("[data-answer-at] h1").wait_for()
    return page.locator("[data-answer-at] h1").inner_text()


def named(page, name):
    """Type a name and return the answer's heading."""
    page.fill("#name", name)
    page.locator("[data-name-at]").evaluate("place => place.replaceChildren()")
    page.locator("[data-name-form] button").click()
    page.locator("[data-name-at] .callout").wait_for()
    return page.locator("[data-name-at] .callout-title").inner_text()


def test_page_has_no_fault_before_anything_is_scanned(gate):
    page = gate("kk")

    assert looking.faults(page, "kk", "phone-kk-offline-start") == []
    assert looking.overflow(page) <= 0


def test_square_code_is_answered_in_flight_mode(gate, certificate):
    page = gate("ru")
    fly(page)

    assert scan(page, certificate["claim"]) == "Действует"
    assert "По состоянию на" in page.locator("[data-answer-at]").inner_text()
    facts = page.locator("[data-facts-at] dd").all_inner_texts()
    assert facts[:2] == [certificate["number"], "C1"]
    assert page.title().startswith("Действует")
    page.said.clear()  # the browser notes that there is no network
    assert looking.faults(page, "ru", "phone-ru-offline-valid") == []
    assert looking.overflow(page) <= 0


def test_typed_name_is_compared_on_the_device_and_not_kept(gate, certificate):
    page = gate("ru")
    fly(page)
    scan(page, certificate["claim"])

    assert named(page, "асел СЕМЕНОВА") == "Имя совпадает"
    assert named(page, "Семёнова Айгүл") == "Имя не совпадает"
    page.locator("[data-clear]").click()
    assert page.url.endswith("/v/offline/ru/")
    assert page.locator("[data-answer-at]").inner_text() == ""
    kept = page.evaluate(_KEPT)
    assert certificate["claim"] not in kept
    assert "СЕМЕНОВА" not in kept


def test_altered_code_is_refused(gate, certificate):
    page = gate("kk")
    fly(page)
    claim = certificate["claim"]
    place = len(claim) - 20
    other = "B" if claim[place] == "A" else "A"

    assert scan(page, claim[:place] + other + claim[place + 1 :]) == "Код өзгертілген"
    assert page.locator("[data-facts-at]").inner_text() == ""
    page.said.clear()
    assert looking.faults(page, "kk", "phone-kk-offline-altered") == []


def test_revocation_is_seen_after_the_next_list(platform, gate):
    certificate = issue(platform)
    page = gate("ru")
    walking.facts(platform, _REVOKE.format(number=certificate["number"]))
    fly(page)
    assert scan(page, certificate["claim"]) == "Действует"

    page.locator("[data-refresh]").click()
    page.get_by_text("Сети нет").wait_for()
    assert word(page) == "Действует"
    fly(page, on=False)
    page.locator("[data-refresh]").click()
    page.get_by_text("Списки обновлены").wait_for()

    assert word(page) == "Аннулирован"
    fly(page)
    assert scan(page, certificate["claim"]) == "Аннулирован"


def test_expired_certificate_is_called_expired(platform, gate):
    certificate = issue(platform, left=-1)
    page = gate("en")
    fly(page)

    assert scan(page, certificate["claim"]) == "Expired"


def test_code_for_typing_waits_for_a_network(gate, certificate):
    page = gate("en")
    fly(page)

    page.goto(f"/v/{certificate['code']}/")
    assert word(page) == "You need to be online"


def test_pasted_address_is_read_and_carried_to_another_language(gate, certificate):
    page = gate("en")
    page.get_by_text("Type or paste the code").click()
    page.fill("#code", f"HTTPS://TRAINING.EXAMPLE/V/{certificate['claim']}")
    page.locator("[data-form] button").click()
    assert word(page) == "Valid"
    fly(page)

    page.locator(".languages [hreflang=kk]").click()
    page.locator("html[lang=kk]").wait_for()
    assert word(page) == "Жарамды"


def test_with_a_network_the_service_itself_answers(gate, certificate):
    page = gate("ru")

    page.goto(f"/V/{certificate['claim']}")
    assert f"/verify/{certificate['claim']}/" in page.url


def test_whoever_verified_once_may_do_so_in_flight_mode(visit, certificate):
    page = visit("phone", "ru")
    page.goto(f"/ru/verify/{certificate['code']}/")
    page.evaluate(_REGISTERED)
    fly(page)

    assert scan(page, certificate["claim"]) == "Действует"


def test_everything_can_be_removed_again(gate):
    page = gate("ru")
    page.get_by_text("Как это работает").click()
    page.locator("[data-forget]").click()
    page.get_by_text("удалены с этого устройства").wait_for()

    assert page.evaluate("caches.keys()") == []
    assert (
        page.evaluate(
            "navigator.serviceWorker.getRegistrations().then(all => all.length)"
        )
        == 0
    )
