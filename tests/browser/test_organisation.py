"""A unit is founded, somebody is entered and moved there, and a facility officer reads it."""

import pytest

from tests.browser import looking, walking

#: A place of the demonstration under which there are others, and a position.
_FACTS = """
import json
from elearning.staff.models import Establishment, Post
from elearning.staff.models import Remit
remit = Remit.objects.filter(role="facility-hr").select_related("establishment").first()
print(json.dumps({
    "place": remit.establishment.code,
    "post": Post.objects.order_by("code").first().code,
}))
"""


@pytest.fixture(scope="module")
def known(platform):
    return walking.facts(platform, _FACTS)


def wrong_on(page, language, name):
    """What is wrong with the open page; a picture of it is kept, light and dark."""
    found = looking.faults(page, language, f"organisation-{name}")
    if wide := looking.overflow(page):
        found.append(f"{wide} px too wide at 320 px")
    return found


def send(page):
    walking.press(page.locator("main form.form button[type=submit]"))


def test_a_unit_is_founded_and_somebody_is_appointed_there(visit, enter, known):
    office = looking.listen(visit("desk", "ru"))
    enter(office, "ministry-hr", "ru")
    assert look_around(office) == []
    assert found_a_unit(office, known["place"]) == []

    prison = looking.listen(visit("phone", "kk"))
    enter(prison, "facility-hr", "kk")
    assert add_somebody(prison, known) == []
    assert appoint_her(prison, known["post"]) == []
    for name in ("rank", "manager", "absences/add"):
        walking.press(prison.locator(f"main a[href$='/{name}/']").first)
        assert wrong_on(prison, "kk", f"phone-kk-{name.replace('/', '-')}") == []
        prison.go_back()


def look_around(page):
    """Look at the tree, the positions and the ranks; return what is wrong there."""
    wrong = []
    for name in ("", "posts/", "posts/add/", "ranks/"):
        page.goto(f"/ru/desk/organisation/{name}")
        wrong += wrong_on(page, "ru", f"desk-ru-{name.replace('/', '-') or 'tree'}")
    return wrong


def found_a_unit(page, code):
    """Found a unit under a place, after forgetting to fill in the form."""
    place = f"/ru/desk/organisation/places/{code}/"
    page.goto(f"{place}found/")
    send(page)
    wrong = wrong_on(page, "ru", "desk-ru-found-empty")
    page.fill("[name=code]", "unit-31")
    page.select_option("[name=kind]", "unit")
    page.fill("[name=title_kk]", "31-жасақ")
    page.fill("[name=title_ru]", "Отряд 31")
    page.fill("[name=reason]", "Приказ № 31")
    send(page)
    assert page.url.endswith(place)
    assert page.locator("main a", has_text="Отряд 31").count() == 1
    wrong += wrong_on(page, "ru", "desk-ru-place")
    for name in ("move", "close", "titles"):
        page.goto(f"/ru/desk/organisation/places/unit-31/{name}/")
        wrong += wrong_on(page, "ru", f"desk-ru-{name}")
    return wrong


def add_somebody(page, known):
    """Add a person to the place; return what is wrong on the way."""
    page.goto("/kk/desk/organisation/")
    wrong = wrong_on(page, "kk", "phone-kk-tree")
    page.goto("/kk/desk/people/add/")
    page.fill("[name=staff_number]", "931001")
    page.fill("[name=family_name]", "Нұрмағамбетова")
    page.fill("[name=given_name]", "Ақбота")
    page.select_option("[name=establishment]", known["place"])
    page.select_option("[name=post]", known["post"])
    wrong += wrong_on(page, "kk", "phone-kk-add")
    page.fill("[name=reason]", "№ 32 бұйрық")
    send(page)
    page.goto(f"/kk/desk/organisation/places/{known['place']}/")
    wrong += wrong_on(page, "kk", "phone-kk-place-without-names")
    page.fill("[name=purpose]", "Жаңа қызметкер")
    send(page)
    return wrong + wrong_on(page, "kk", "phone-kk-place")


def appoint_her(page, post):
    """Appoint the person to the unit as well: refused as a second post, taken as acting."""
    walking.press(page.locator("main tr", has_text="931001").locator("th a"))
    walking.press(page.locator("main a[href$='/appoint/']"))
    wrong = wrong_on(page, "kk", "phone-kk-appoint")
    page.select_option("[name=establishment]", "unit-31")
    page.select_option("[name=post]", post)
    page.fill("[name=reason]", "№ 33 бұйрық")
    send(page)
    assert page.locator("main form.form").count() == 1
    wrong += wrong_on(page, "kk", "phone-kk-appoint-refused")
    page.check("[name=is_acting]")
    send(page)
    assert page.locator("main form.form").count() == 0
    return wrong + wrong_on(page, "kk", "phone-kk-record")
