"""The evidence of an attempt: complete, nameless, and proved without the platform."""

import ast
import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from courses.assessment.corrections import key_corrections, regrades
from courses.assessment.marks import attempt_marking
from courses.assessment.models import Attempt, QuestionVersion
from courses.evidence import evidence_pack, verify
from courses.evidence.errors import EvidenceError
from elearning.audit.models import Entry
from tests.courses.evidence.packs import facts_of, findings, forged
from tests.factories.accounts import UserFactory
from tests.factories.assessment import (
    NOW,
    answer,
    begin,
    edition_with_exam,
    exam_enrolment,
)
from tests.factories.kinds import QUESTIONS
from tests.factories.staff import StaffMemberFactory

pytestmark = pytest.mark.django_db

LATER = NOW + timedelta(minutes=10)
THEN = NOW + timedelta(days=5)
FILES = [
    "README.txt",
    "answers.json",
    "attempt.json",
    "audit.json",
    "certificate.json",
    "edition.json",
    "manifest.json",
    "manifest.sha256",
    "marks.json",
    "paper.json",
    "questions.json",
    "statements.json",
    "summary-en.pdf",
    "summary-kk.pdf",
    "summary-ru.pdf",
    "timeline.json",
    "verify.py",
]
BANK = [
    {"type": kind, "body": body, "key": key, "must_pass": kind == "single"}
    for kind, (body, key) in QUESTIONS.items()
    if kind in verify.MARKERS
]


def regraded_attempt():
    """A failed attempt of every kind of question that a corrected key made a pass."""
    edition = edition_with_exam(BANK, questions=len(BANK), pass_mark=100)
    learner = StaffMemberFactory(family_name="Қайратұлы", given_name="Нұрсұлтан")
    attempt = begin(exam_enrolment(edition=edition, learner=learner))
    wrong = attempt.items.get(question__type="multiple")
    answer(attempt, wrong={wrong.position})
    attempt_marking.mark_attempt(attempt, at=LATER)
    question = QuestionVersion.objects.get(pk=wrong.question_id)
    kept = key_corrections.propose_correction(
        key_corrections.draft_correction(question, "full"),
        reason="Қате",
        by=UserFactory(),
        at=THEN,
    )
    key_corrections.decide_correction(
        kept, is_confirmed=True, reason="Иә", by=UserFactory(), at=THEN
    )
    regrades.apply_due_corrections(THEN)
    return Attempt.objects.get(pk=attempt.pk)


def issued(attempt, **facts):
    return evidence_pack.issue_evidence_pack(
        attempt, purpose="Дау", by=UserFactory(), at=THEN, **facts
    )


def files_of(pack):
    with zipfile.ZipFile(io.BytesIO(pack.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def wrongs(files, expected=None):
    return [
        name for right, name, _facts in verify.verify_pack(files, expected) if not right
    ]


def test_evidence_needs_a_purpose_and_a_marked_exam():
    attempt = begin()

    with pytest.raises(EvidenceError):
        issued(attempt)
    attempt_marking.mark_attempt(attempt, at=LATER)
    with pytest.raises(EvidenceError):
        evidence_pack.issue_evidence_pack(
            Attempt.objects.get(), purpose=" ", by=UserFactory(), at=THEN
        )
    assert not Entry.objects.filter(action="evidence.issued").exists()


def test_script_speaks_python_of_older_machines_and_knows_only_the_standard_library():
    source = Path(verify.__file__).read_text()
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [one.name for one in node.names]
            if isinstance(node, ast.Import)
            else [node.module]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }

    assert imported <= sys.stdlib_module_names


def test_pack_holds_and_names_nobody(tmp_path):
    attempt = regraded_attempt()
    pack = issued(attempt)
    files = files_of(pack)
    learner = attempt.enrolment.learner

    assert sorted(files) == FILES
    assert wrongs(files, pack.digest) == []
    everything = b"".join(
        data for name, data in files.items() if name.endswith((".json", ".txt"))
    ).decode()
    for secret in ("Қайратұлы", "Нұрсұлтан", learner.staff_number):
        assert secret not in everything
    marks = json.loads(files["marks.json"])
    assert [one["after"]["passed"] for one in marks["regradings"]] == [True]
    entry = Entry.objects.get(action="evidence.issued")
    assert (entry.person, entry.reason) == (str(learner.key), "Дау")
    assert entry.details == {"manifest": pack.digest, "with_name": False}

    # elsewhere, alone
    place = tmp_path / "pack.zip"
    place.write_bytes(pack.data)
    (tmp_path / "verify.py").write_bytes(files["verify.py"])
    for language, words in [
        ("kk", "БАРЛЫҒЫ СӘЙКЕС"),
        ("ru", "ВСЕ СОВПАДАЕТ"),
        ("en", "EVERYTHING HOLDS"),
    ]:
        ran = subprocess.run(
            [sys.executable, "-I", "-S", "verify.py", "pack.zip", "--lang", language],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert (ran.returncode, words in ran.stdout) == (0, True), ran.stdout


def test_every_altered_byte_is_found():
    pack = issued(regraded_attempt())
    files = files_of(pack)

    for name in files:
        for place in (0, len(files[name]) // 2, len(files[name]) - 1):
            altered = dict(files)
            data = bytearray(files[name])
            data[place] ^= 1
            altered[name] = bytes(data)
            assert wrongs(altered), (name, place)


def test_missing_and_added_files_are_found():
    files = files_of(issued(regraded_attempt()))

    for name in files:
        assert wrongs({key: data for key, data in files.items() if key != name}), name
    assert wrongs(files | {"more.json": b"{}"}) == ["extra"]


@pytest.mark.parametrize(
    ("name", "forge", "wrong"),
    [
        ("marks.json", lambda v: v["first"][0].update(mark="0.5000"), "mark-wrong"),
        (
            "answers.json",
            lambda v: [one.update(responses=[]) for one in v],
            "mark-wrong",
        ),
        ("attempt.json", lambda v: v["first"].update(passed=True), "first-wrong"),
        ("attempt.json", lambda v: v["now"].update(score="0.5000"), "now-wrong"),
        (
            "marks.json",
            lambda v: v["regradings"][0]["after"].update(score="0.5000"),
            "regraded-wrong",
        ),
        (
            "marks.json",
            lambda v: v["corrections"][0].update(reason="басқа"),
            "two-persons-wrong",
        ),
        (
            "marks.json",
            lambda v: v["corrections"][0].update(confirmed_by=0),
            "two-persons-wrong",
        ),
        ("marks.json", lambda v: v["regradings"].clear(), "told-wrong"),
        (
            "audit.json",
            lambda v: [
                one["columns"][9].update(passed=True)
                for one in v["entries"]
                if one["columns"][3] == "assessment.attempt_marked"
            ],
            "told-wrong",
        ),
        (
            "audit.json",
            lambda v: v["entries"][0]["columns"].__setitem__(8, "басқа"),
            "seal-wrong",
        ),
        (
            "answers.json",
            lambda v: v[0]["responses"][0].update(saved_at="2027-01-01T00:00:00+00:00"),
            "late",
        ),
    ],
)
def test_forgery_that_fits_its_manifest_contradicts_itself(name, forge, wrong):
    files = facts_of(regraded_attempt(), at=THEN)

    assert wrong in findings(forged(files, name, forge), right=False)


def test_forgery_that_contradicts_nothing_has_another_hash_in_the_audit_log():
    pack = issued(regraded_attempt())

    files = forged(files_of(pack), "timeline.json", lambda v: v.update(events=[1]))

    assert wrongs(files) == []
    assert wrongs(files, pack.digest) == ["given-wrong"]


def test_picture_of_a_question_goes_along_and_is_held_against_its_hash(
    settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    data = b"<svg/>"
    picture = {"file": "questions/p.svg", "sha256": hashlib.sha256(data).hexdigest()}
    row = {"position": 1, "text": {"picture": picture}}
    default_storage.save(picture["file"], ContentFile(data))

    files = evidence_pack._pictures([row])

    assert files == {"pictures/p.svg": data}
    parts = {"questions.json": [row]}
    for held, found in [
        (files, "picture"),
        ({"pictures/p.svg": b"x"}, "picture-wrong"),
    ]:
        (finding,) = verify._pictures(held, parts)
        assert finding[:2] == (found == "picture", found)


def test_name_goes_along_in_a_file_of_its_own_where_it_is_asked_for():
    files = files_of(issued(regraded_attempt(), with_name=True))

    assert "Қайратұлы" in files["person.json"].decode()
    assert wrongs(files) == []


def test_damaged_archive_is_told_in_words(tmp_path, capsys):
    place = tmp_path / "pack.zip"
    place.write_bytes(b"PK\x03\x04 nothing")

    assert verify.run_command_line([str(place), "--lang", "en"]) == 1
    assert "cannot be opened" in capsys.readouterr().out
