"""Nothing that rests on answers changes when they go."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO

import pytest
from django.utils import translation

from courses.assessment.asking import answer_review
from courses.assessment.corrections import correction_preview, key_corrections, regrades
from courses.assessment.models import (
    Attempt,
    KeyCorrection,
    QuestionNumbers,
    QuestionVersion,
    Regrading,
)
from courses.assessment.statistics import tally_store
from courses.compliance.status import list_standings
from courses.evidence import evidence_pack, verify
from elearning.staff.models import StaffMember
from tests.courses.evidence.packs import facts_of, findings, forged
from tests.courses.retention.answers import DAY, NOT_YET, remove
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, edition_with_exam, exam_enrolment
from tests.factories.records import marked_attempt
from tests.factories.retention import LATER

pytestmark = [pytest.mark.django_db, pytest.mark.database_vendor]


def test_standings_of_every_day_are_as_they_were():
    for wrong in (0, 3):
        marked_attempt(wrong=range(1, wrong + 1))
    days = [(NOW + n * DAY).date() for n in (0, 1, 200, 366, 740)]
    before = [list_standings(StaffMember.objects.all(), on=day) for day in days]

    remove()

    assert [list_standings(StaffMember.objects.all(), on=day) for day in days] == before


def test_statistics_are_the_same_when_counted_anew():
    from tests.courses.assessment.statistics.test_tally_store import summaries

    edition = edition_with_exam([{}] * 4)
    for wrong in (0, 1, 2):
        marked_attempt(
            enrolment=exam_enrolment(edition=edition), wrong=range(1, wrong + 1)
        )
    remove(NOT_YET)
    before, numbers = summaries(), list(QuestionNumbers.objects.values())

    remove()
    attempt = Attempt.objects.first()
    tally_store.recount_paper(attempt.paper, by=None)

    assert summaries() == before
    assert list(QuestionNumbers.objects.values()) == numbers


def test_evidence_says_that_answers_went_and_still_proves_itself(tmp_path):
    attempt = marked_attempt(wrong=[2])
    remove()
    attempt = Attempt.objects.get(pk=attempt.pk)

    pack = evidence_pack.issue_evidence_pack(
        attempt, purpose="Сот", by=UserFactory(), at=LATER
    )

    with zipfile.ZipFile(BytesIO(pack.data)) as archive:
        archive.extractall(tmp_path)
    said = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "verify.py"), "--lang", "en"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert said.returncode == 0, said.stdout
    day = LATER.date()
    assert f"Answers (4) were removed on {day} (time of keeping, R18)" in said.stdout
    assert "The first result is computed rightly: 75 %" in said.stdout
    rows = json.loads((tmp_path / "answers.json").read_text())
    assert {row["removed"]["rule"] for row in rows} == {"R18"}


def test_pack_that_only_claims_that_answers_went_is_found_out():
    attempt = marked_attempt(wrong=[2])
    files = facts_of(attempt, at=LATER)

    def hide(rows):
        for row in rows:
            row["responses"] = []
            row["removed"] = {"at": LATER.isoformat(), "rule": "R18"}

    assert findings(forged(files, "answers.json", hide), right=False) == {
        "removed-wrong"
    }
    assert verify.WORDS["removed-wrong"][2].startswith("The audit log does not tell")


def test_correction_of_a_key_says_whom_it_cannot_reach():
    edition = edition_with_exam([{}] * 4)
    marked_attempt(enrolment=exam_enrolment(edition=edition))
    remove()
    fresh = marked_attempt(enrolment=exam_enrolment(edition=edition))
    question = QuestionVersion.objects.first()
    draft = key_corrections.draft_correction(
        question, KeyCorrection.Effect.REPLACED, given=["b"]
    )
    kept = key_corrections.propose_correction(
        draft, reason="Қате", by=UserFactory(), at=LATER
    )

    seen = correction_preview.preview_correction(kept)
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=LATER
    )
    regrades.apply_due_corrections(LATER)

    assert (seen.attempts, seen.under_way, seen.gone, len(seen.changes)) == (2, 0, 1, 1)
    assert [one.attempt for one in Regrading.objects.all()] == [fresh]
    assert correction_preview.count_unreachable_attempts(kept) == 1
    assert regrades.apply_due_corrections(LATER) == 0


def test_result_says_that_answers_went(client):
    attempt = marked_attempt(wrong=[2], paper={"review": "full"})
    client.force_login(attempt.enrolment.learner.user)
    remove()

    with translation.override("en"):
        page = client.get(f"/en/my/results/{attempt.key}/").content.decode()

    assert (
        answer_review.list_reviewed_questions(Attempt.objects.get(pk=attempt.pk)) == []
    )
    assert "The answers are no longer kept" in page
    assert "75" in page
