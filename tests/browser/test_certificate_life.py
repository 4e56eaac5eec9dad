"""A certificate is revoked by two persons, and two have another issued after a marriage."""

import io

import pypdf
import pytest

from tests.browser import looking, walking

#: Two people of one establishment whose certificates of the curriculum count for long.
_FACTS = """
import json
from datetime import timedelta
from django.utils import timezone
from courses.certificates.models import Certificate
from elearning.accounts.models import User
from elearning.staff.models import StaffMember
officer = User.objects.get(staff_number="100006")
people = StaffMember.objects.in_remit_of(officer).exclude(user=officer)
today = timezone.localdate()
held = Certificate.objects.counting(today).filter(
    completion__course__code__startswith="C", expires_on__gt=today + timedelta(days=200)
)
held = held.filter(completion__learner__in=people, revocation_proposals=None)
held = held.filter(completion__learner__name_changes=None)
found = {one.completion.learner_id: one for one in held.order_by("-expires_on")[:90]}
print(json.dumps([
    {
        "key": str(one.key),
        "code": one.code,
        "number": one.number,
        "person": str(one.holder.key),
        "staff_number": one.holder.staff_number,
        "given_name": one.holder.given_name,
    }
    for one in list(found.values())[:2]
]))
"""


@pytest.fixture(scope="module")
def papers(platform):
    return walking.facts(platform, _FACTS)


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"certificates-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


def public(visit, paper, language):
    """What anybody reads who scans the paper."""
    page = visit("phone", language)
    page.goto(f"/v/{paper['code']}/")
    return page


def state_of(page):
    shown = page.locator("main :is(.verdict-word, .state)").first
    return shown.get_attribute("class").split()[-1]


def test_certificate_is_revoked_by_a_second_person(visit, enter, papers):
    paper = papers[0]
    assert state_of(public(visit, paper, "ru")) == "state-valid"

    first = looking.listen(visit("desk", "ru"))
    enter(first, "ministry-hr", "ru")
    first.goto("/ru/desk/certificates/")
    assert wrong_on(first, "ru", "desk-ru-list") == []
    first.fill("[name=words]", paper["number"])
    walking.press(first.locator("form[role=search] button"))
    walking.press(first.get_by_role("link", name=paper["number"]))
    assert wrong_on(first, "ru", "desk-ru-certificate") == []
    walking.press(first.locator("main a[href$='/revoke/']"))
    assert wrong_on(first, "ru", "desk-ru-revoke") == []
    first.check("[name=ground][value=breach]")
    first.fill("[name=authority]", "Управление подготовки кадров Комитета")
    first.fill("[name=reason]", "На экзамене использовался телефон")
    walking.press(first.locator("main form.form button[type=submit]"))
    walking.press(first.locator("main a[href*='/proposals/']"))
    assert first.locator("[name=decision]").count() == 0
    address = first.url.replace("/ru/", "/kk/")
    assert state_of(public(visit, paper, "ru")) == "state-valid"

    second = looking.listen(visit("phone", "kk"))
    enter(second, "administrator", "kk")
    second.goto("/kk/desk/")
    walking.press(second.locator("main a[href$='/certificates/proposals/']"))
    assert wrong_on(second, "kk", "phone-kk-proposals") == []
    second.goto(address)
    assert wrong_on(second, "kk", "phone-kk-decide") == []
    second.check("[name=decision][value=confirm]")
    second.fill("[name=reason]", "Акт тексерілді")
    walking.press(second.locator("main form.form button[type=submit]"))

    page = looking.listen(public(visit, paper, "kk"))
    assert state_of(page) == "state-revoked"
    assert wrong_on(page, "kk", "phone-kk-public-revoked") == []
    first.goto(f"/ru/desk/certificates/{paper['key']}/")
    assert state_of(first) == "state-revoked"
    assert wrong_on(first, "ru", "desk-ru-revoked") == []


def test_new_name_makes_a_new_paper_and_replaces_the_old_one(visit, enter, papers):
    paper = papers[1]
    office = looking.listen(visit("phone", "kk"))
    enter(office, "facility-hr", "kk")
    office.goto(f"/kk/desk/certificates/{paper['key']}/")
    assert wrong_on(office, "kk", "phone-kk-certificate") == []
    walking.press(office.locator("main a[href$='/rename/']"))
    assert wrong_on(office, "kk", "phone-kk-rename") == []
    office.fill("[name=family_name]", "Нұрмағамбетова")
    office.fill("[name=reason]", "Неке қию туралы куәлік")
    walking.press(office.locator("main form.form button[type=submit]"))
    assert state_of(public(visit, paper, "ru")) == "state-valid"

    second = looking.listen(visit("desk", "ru"))
    enter(second, "ministry-hr", "ru")
    second.goto("/ru/desk/people/names/")
    assert wrong_on(second, "ru", "desk-ru-names") == []
    walking.press(second.get_by_role("link", name=paper["staff_number"]))
    assert wrong_on(second, "ru", "desk-ru-name") == []
    second.check("[name=decision][value=confirm]")
    second.fill("[name=reason]", "Свидетельство о браке проверено")
    walking.press(second.locator("main form.form button[type=submit]"))

    assert state_of(public(visit, paper, "ru")) == "state-replaced"
    office.goto(f"/kk/desk/certificates/{paper['key']}/")
    newest = office.locator("section[aria-labelledby=lineage] a").first
    walking.press(newest)
    assert state_of(office) == "state-valid"
    assert wrong_on(office, "kk", "phone-kk-renamed") == []
    with office.expect_download() as download:
        office.locator("main a[download]").first.click()
    text = "".join(
        page.extract_text()
        for page in pypdf.PdfReader(
            io.BytesIO(download.value.path().read_bytes())
        ).pages
    )
    assert f"Нұрмағамбетова {paper['given_name']}" in " ".join(text.split())
