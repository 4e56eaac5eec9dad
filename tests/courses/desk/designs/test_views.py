import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation
from PIL import Image

from courses.certificates.models import Design
from elearning.accounts.roles import Role
from tests.factories.accounts import UserFactory, pass_both_steps
from tests.factories.designs import EMBLEM, DesignDecisionFactory, DesignFactory, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


PAGES = {
    "list": [],
    "propose": [],
    "design": [1],
    "picture": [1, "sheet", "kk"],
}


def address(page, *arguments):
    with translation.override("en"):
        return reverse(f"desk:designs:{page}", args=arguments or PAGES[page])


def entered(client, *roles):
    """A browser in which somebody with ``roles`` is signed in, and who it is."""
    user = UserFactory(roles=roles)
    pass_both_steps(client, user)
    return client, user


@pytest.fixture
def officer(client):
    return entered(client, Role.MINISTRY_HR)[0]


def filled(said=None, **changes):
    """A form as it is sent."""
    fields = {
        f"{name}_{code}": text
        for code, texts in (said or words()).items()
        for name, text in texts.items()
    }
    return (
        fields
        | {"palette": "night", "reason": "The committee has a new name."}
        | changes
    )


@pytest.mark.parametrize(
    "arguments",
    [(7, "sheet", "kk"), (0, "poster", "kk"), (0, "sheet", "de")],
)
def test_a_picture_of_nothing_is_not_found(officer, arguments):
    assert officer.get(address("picture", *arguments)).status_code == 404


def test_a_specimen_is_a_picture(officer):
    answer = officer.get(address("picture", 0, "card", "en"))

    assert answer.headers["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content), formats=["PNG"]).size == (992, 1403)


def test_what_is_wrong_is_told_at_its_place_and_nothing_is_kept(officer):
    file = SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")

    answer = officer.post(
        address("propose"),
        filled(words(kk={"heading": ""}), reason="", emblem=file),
    )

    assert answer.status_code == 400
    assert {
        name: list(told) for name, told in answer.context["form"].errors.items()
    } == {
        "heading_kk": [
            "Heading: Write it in this language too; every certificate needs it."
        ],
        "reason": ["Give the reason; an inspection will ask for it."],
        "emblem": ["The emblem does not say how large it is: it needs a viewBox."],
    }
    assert not Design.objects.exists()


def test_a_look_shows_what_is_written_and_keeps_nothing(officer):
    answer = officer.post(address("propose"), filled(reason="", look="1"))

    assert answer.status_code == 200
    assert answer.content.count(b"data:image/png;base64,") == 3
    assert not answer.context["form"].errors
    assert not Design.objects.exists()


def test_an_emblem_that_was_looked_at_is_proposed_without_its_file(officer):
    file = SimpleUploadedFile("emblem.svg", EMBLEM.encode())
    looked = officer.post(address("propose"), filled(emblem=file, look="1"))
    kept = looked.context["form"].keeping

    answer = officer.post(address("propose"), filled(kept=kept))

    design = Design.objects.get()
    assert answer.url == address("design", design.number)
    assert (design.words, design.palette, design.emblem) == (words(), "night", EMBLEM)


def test_an_emblem_can_be_left_out_again(officer):
    kept = DesignDecisionFactory(design=DesignFactory(emblem=EMBLEM)).design
    form = officer.get(address("propose")).context["form"]

    officer.post(address("propose"), filled(kept=form.keeping, without_emblem="on"))

    assert form.drawn == EMBLEM
    assert Design.objects.exclude(pk=kept.pk).get().emblem == ""


def test_an_emblem_that_travelled_and_was_changed_is_asked_for_again(officer):
    answer = officer.post(address("propose"), filled(kept="<svg onload='x'/>"))

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["emblem"]


def test_a_form_starts_with_the_words_that_certificates_have(officer):
    form = officer.get(address("propose")).context["form"]

    heads = [form[f"heading_{code}"].value() for code in ("kk", "ru", "en")]
    assert heads == ["Сертификат", "Сертификат", "Certificate"]


def test_a_form_starts_with_the_design_in_use(officer):
    used = DesignDecisionFactory().design

    form = officer.get(address("propose")).context["form"]

    assert form["heading_kk"].value() == used.words["kk"]["heading"]
    assert form["palette"].value() == used.palette


def test_whoever_proposed_a_design_sees_no_decision(client):
    browser, user = entered(client, Role.MINISTRY_HR)
    design = DesignFactory(made_by=user)

    page = browser.get(address("design", design.number))
    answer = browser.post(
        address("design", design.number), {"decision": "confirm", "reason": "Good."}
    )

    assert not page.context["page"].may_decide
    assert answer.status_code == 400
    assert Design.objects.in_use() is None


@pytest.mark.parametrize("decision", ["confirm", "decline"])
def test_a_second_person_decides(client, decision):
    design = DesignFactory()
    browser, user = entered(client, Role.ADMINISTRATOR)

    answer = browser.post(
        address("design", design.number), {"decision": decision, "reason": "Compared."}
    )

    design.refresh_from_db()
    assert answer.url == address("design", design.number)
    assert (design.decision.by, design.decision.is_confirmed) == (
        user,
        decision == "confirm",
    )
    page = browser.get(answer.url)
    assert page.context["look"] == ("valid" if decision == "confirm" else "not-passed")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_much_of_one_design_as_of_three(
    officer, count, django_assert_max_num_queries
):
    for _number in range(count):
        DesignDecisionFactory()
    DesignFactory()
    officer.get(address("list"))

    with django_assert_max_num_queries(14):
        page = officer.get(address("list"))

    assert [look for _one, look, _words in page.context["lines"]] == [
        "awaiting",
        "valid",
        *["replaced"] * (count - 1),
    ]
