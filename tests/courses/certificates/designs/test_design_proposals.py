from datetime import UTC, datetime

import pytest
from django.utils import translation

from courses.certificates.designs import design_proposals
from courses.certificates.designs.design_proposals import DesignDraft
from courses.certificates.designs.design_rules import PARTS, iter_design_faults
from courses.certificates.errors import DesignError
from courses.certificates.lifecycle.certificate_issue import issue_certificate
from courses.certificates.models import Design, Palette
from elearning.accounts.roles import Role
from elearning.audit.models import Entry
from tests.factories.accounts import UserFactory
from tests.factories.certificates import CertifiedCompletionFactory
from tests.factories.designs import DesignDecisionFactory, DesignFactory, words

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


@pytest.fixture(autouse=True)
def english():
    """Sentences are compared in English."""
    with translation.override("en"):
        yield


AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


@pytest.fixture
def officer():
    return UserFactory(roles=[Role.MINISTRY_HR])


def propose(by, said=None, **changes):
    """Propose a design of ``said``."""
    draft = DesignDraft(words=said or words(), palette=changes.pop("palette", "night"))
    return design_proposals.propose_design(
        draft, by=by, at=AT, **{"reason": "New name."} | changes
    )


def sentences(said):
    """What is wrong with ``said``: part, language and sentence."""
    return [
        (one.part.name, one.language, one.sentence) for one in iter_design_faults(said)
    ]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (
            words(kk={"issuer": " "}),
            [
                (
                    "issuer",
                    "kk",
                    "Write it in this language too; every certificate needs it.",
                )
            ],
        ),
        (
            words(en={"closing": "Well done"}),
            [
                ("closing", "kk", "Write it in every language, or in none."),
                ("closing", "ru", "Write it in every language, or in none."),
            ],
        ),
        (
            words(ru={"heading": "Ы" * 26}),
            [("heading", "ru", "2 letters too many: there is room for 24.")],
        ),
        (
            words(en={"issuer": "W" * 41}),
            [
                (
                    "issuer",
                    "en",
                    "A word of more than 40 letters does not fit on a line. Divide it.",
                )
            ],
        ),
        (
            words(en={"issuer": "Committee \u202e金"}),
            [
                (
                    "issuer",
                    "en",
                    "These characters cannot be printed: \u202e 金. Leave them out.",
                )
            ],
        ),
    ],
)
def test_words_that_are_missing_or_have_no_room_are_told(said, wrong):
    assert sentences(said) == wrong


def test_words_that_are_whole_have_no_fault():
    assert sentences(words()) == []
    assert sentences({}) == [
        (part.name, code, "Write it in this language too; every certificate needs it.")
        for part in PARTS
        if part.is_needed
        for code in ("kk", "ru", "en")
    ]


@pytest.mark.parametrize("palette", Palette)
def test_every_colour_is_dark_enough_for_words_on_white(palette):
    parts = [int(palette.colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    ]
    light = sum(
        share * part
        for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )

    assert 1.05 / (light + 0.05) >= 4.5


@pytest.mark.parametrize(
    "changes",
    [
        {"reason": " "},
        {"palette": "#ff0000"},
        {"said": words(kk={"heading": ""})},
    ],
)
def test_a_design_that_cannot_be_kept_is_refused(officer, changes):
    with pytest.raises(DesignError, match=r"\.$"):
        propose(officer, **changes)

    assert not Design.objects.exists()


@pytest.mark.parametrize("role", [Role.FACILITY_HR, Role.TRAINER, Role.LEARNER])
def test_others_than_the_ministry_propose_and_decide_nothing(role):
    by = UserFactory(roles=[role])

    with pytest.raises(DesignError, match="ministry"):
        propose(by)
    with pytest.raises(DesignError, match="ministry"):
        design_proposals.decide_design(
            DesignFactory(), is_confirmed=True, reason="Yes.", by=by, at=AT
        )
    assert not Design.objects.visible_to(by).exists()


def test_a_design_is_numbered_kept_without_empty_places_and_in_the_trail(officer):
    design = propose(officer, words(kk={"closing": "  "}, ru={"closing": ""}))

    assert design.number == 1
    assert design.words == words()
    assert design.is_open
    entry = Entry.objects.get(action="certificates.design_proposed")
    assert (entry.by, entry.reason) == (officer, "New name.")


def test_only_one_design_waits_at_a_time(officer):
    propose(officer)

    with pytest.raises(DesignError, match="Decide on that one first"):
        propose(UserFactory(roles=[Role.ADMINISTRATOR]))


def test_whoever_proposed_a_design_does_not_take_it_into_use(officer):
    design = propose(officer)

    with pytest.raises(DesignError, match="second person"):
        design_proposals.decide_design(
            design, is_confirmed=True, reason="Good.", by=officer, at=AT
        )

    assert Design.objects.in_use() is None


def test_a_second_person_takes_a_design_into_use_once(officer):
    design, other = propose(officer), UserFactory(roles=[Role.ADMINISTRATOR])

    design_proposals.decide_design(
        design, is_confirmed=True, reason="Compared.", by=other, at=AT
    )

    assert Design.objects.in_use() == design
    entry = Entry.objects.get(action="certificates.design_confirmed")
    assert (entry.by, entry.reason) == (other, "Compared.")
    with pytest.raises(DesignError, match="already"):
        design_proposals.decide_design(
            design, is_confirmed=False, reason="No.", by=other, at=AT
        )


def test_a_declined_design_changes_nothing(officer):
    before = DesignDecisionFactory().design
    design = propose(officer)

    design_proposals.decide_design(
        design,
        is_confirmed=False,
        reason="The order says otherwise.",
        by=UserFactory(roles=[Role.MINISTRY_HR]),
        at=AT,
    )

    assert Design.objects.in_use() == before
    assert Entry.objects.filter(action="certificates.design_declined").exists()


def test_a_certificate_keeps_the_design_it_was_issued_with(
    django_assert_num_queries,
):
    plain = issue_certificate(CertifiedCompletionFactory(), by=None)
    design = DesignDecisionFactory().design
    first = issue_certificate(CertifiedCompletionFactory(), by=None)
    DesignDecisionFactory()

    plain.refresh_from_db()
    first.refresh_from_db()
    assert (plain.design, first.design) == (None, design)
    with django_assert_num_queries(1):
        Design.objects.in_use()
