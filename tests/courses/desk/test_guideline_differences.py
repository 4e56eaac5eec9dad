"""What each changed clause of a guideline weighs, said at the desk."""

import pytest
from django.urls import reverse
from django.utils import translation

from courses.provisions.document_release import release_document
from courses.provisions.models import ClauseClaim
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.approvals import approved
from tests.factories.provisions import published_guideline

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer(house, enter):
    return enter(Role.TRAINER)


@pytest.fixture
def version(db):
    """Clauses 1.1 and 1.2, changed since the first edition of their guideline."""
    first = published_guideline("1.1", "1.2")
    release_document(first, approved([first.digest]), by=None)
    return published_guideline("1.1", "1.2", words="Жаңа")


def page(version, name="release-document", language="en"):
    with translation.override(language):
        return reverse(f"desk:{name}", args=[version.document.slug])


def sent(version, **words):
    """What the form sends; ``words`` says of clause 1.1 what is not usual."""
    usual = {"1.1-weight": "substantive", "1.1-reason": "Заң өзгерді"}
    rest = {"1.2-weight": "editorial", "1.2-reason": "", "seen": version.digest}
    return rest | usual | {f"1.1-{name}": word for name, word in words.items()}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ({"weight": ""}, "Choose whether the change is editorial or substantive."),
        ({"reason": " "}, "A substantive change needs a reason. Say it in a sentence."),
    ],
)
def test_fault_stands_at_its_clause_and_what_was_typed_stays(
    client, trainer, version, words, fault
):
    answer = client.post(page(version, "weigh-document"), sent(version, **words))

    assert answer.status_code == 400
    forms = {one.form.prefix: one.form for one in answer.context["news"]}
    assert [list(form.errors.values()) for form in forms.values()] == [[[fault]], []]
    assert forms["1.2"]["weight"].value() == "editorial"
    assert not ClauseClaim.objects.exists()


def test_text_that_was_published_again_meanwhile_is_not_weighed(
    client, trainer, version
):
    words = sent(version) | {"seen": "another"}

    answer = client.post(page(version, "weigh-document"), words, follow=True)

    assert [str(one) for one in answer.context["messages"]] == [
        (
            "This guideline was published again while you were reading it. "
            "Look at it again."
        )
    ]
    assert not ClauseClaim.objects.exists()


def test_weights_are_kept_shown_and_written_down(client, trainer, version):
    client.post(page(version, "weigh-document"), sent(version))

    news = client.get(page(version)).context["news"]
    assert [one.form.initial["weight"] for one in news] == ["substantive", "editorial"]
    entry = Entry.objects.get(action="provisions.changes_weighed", by=trainer)
    assert entry.details == {"weights": {"1.1": "substantive", "1.2": "editorial"}}


def test_only_the_words_that_differ_are_marked(client, trainer, version):
    answer = client.get(page(version, language="ru"))

    shown = " ".join(answer.content.decode().split())
    assert (
        '<p class="prose difference" lang="ru">'
        '<del><span class="visually-hidden" lang="ru">[исключено: </span>Мәтін'
        '<span class="visually-hidden">]</span></del>'
        '<ins><span class="visually-hidden" lang="ru">[добавлено: </span>Жаңа'
        '<span class="visually-hidden">]</span></ins> 1.1 ru</p>' in shown
    )


def test_every_language_is_read_without_leaving_that_of_the_page(
    client, trainer, version
):
    answer = client.get(page(version) + "?in=kk")

    assert '<html lang="en"' in answer.content.decode()
    assert (
        'Жаңа<span class="visually-hidden">]</span></ins> 1.1 kk'
        in answer.content.decode()
    )
    assert [one.label for one in answer.context["wordings"]] == [
        "Қазақша",
        "Русский",
    ]


def test_language_that_the_text_lacks_is_not_shown(client, trainer, version):
    for asked in ("en", "xx", ""):
        shown = client.get(page(version) + f"?in={asked}").context["wordings"]
        assert [one.label for one in shown if one.current] == ["Қазақша"]
