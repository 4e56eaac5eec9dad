"""What a learner takes away of themselves, and that it is theirs alone."""

import io
import json
import zipfile
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser

import pytest

from courses.assessment.attempts import extra_time
from courses.assessment.marks import attempt_marking
from courses.assessment.practice import course_practice
from courses.learner import archive_labels
from courses.learner.archive import build_learner_archive
from elearning.autosave.models import UnsentForm
from tests.factories.accounts import UserFactory
from tests.factories.assessment import NOW, answer, begin, exam_enrolment, served

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=9)


class Reader(HTMLParser):
    """Reads an archive as a person's program does: its facts, headings and captions."""

    def __init__(self):
        super().__init__()
        self.tags, self.facts, self.language = Counter(), [], None

    def handle_starttag(self, tag, attrs):
        self.tags[tag] += 1
        said = dict(attrs)
        self.language = self.language or said.get("lang")
        if tag in {"data", "time"}:
            self.facts.append(said.get("value", said.get("datetime")))


def practised(**facts):
    """Somebody who answered one question to practise, and one of an exam rightly."""
    bank = [{"for_practice": True}, {}]
    enrolment = exam_enrolment(bank, paper={"questions": 1}, **facts)
    key = course_practice.build_practice_progress(enrolment).next_key
    question = course_practice.find_practice_question(enrolment, key)
    sent = {"choice": ["b"]}
    course_practice.record_practice_answer(
        enrolment, question, sent, language="kk", at=LATER
    )
    attempt = begin(enrolment)
    answer(attempt)
    attempt_marking.mark_attempt(attempt, at=LATER, by=enrolment.learner.user)
    return enrolment


def test_archive_holds_answers_given_to_practise():
    enrolment = practised()
    practised()

    (row,) = build_learner_archive(enrolment.learner)["practice"]

    code = row.pop("question__version__unit__slug")
    assert row == {
        "enrolment__course__code": enrolment.course.code,
        "given": ["b"],
        "is_right": False,
        "answered_at": LATER,
    }
    assert code


def test_archive_holds_exams_with_their_answers_and_no_words_of_questions():
    enrolment = practised()
    practised()

    archive = build_learner_archive(enrolment.learner)

    (exam,) = archive["exams"]
    facts = ("purpose", "number", "language", "handed_in_at", "score", "passed")
    assert [exam[fact] for fact in facts] == ["exam", 1, "kk", LATER, 1, True]
    sent = served(enrolment.attempts.get(), 1, choice="a")
    assert [row["answer"] for row in exam["answers"]] == [sent]
    assert "Сұрақ" not in str(archive)


def test_archive_holds_lessons_and_extra_time():
    enrolment = practised()
    extra_time.grant_extra_time(
        enrolment.learner,
        extra_time.ExtraTimeTerms(minutes=15, starts_on=NOW.date(), ends_on=NOW.date()),
        reason="Анықтама",
        by=UserFactory(),
    )

    archive = build_learner_archive(enrolment.learner)

    (granted,) = archive["extra_time"]
    assert (granted["minutes"], granted["reason"]) == (15, "Анықтама")
    done = [row["finished_at"] for row in archive["lessons"]]
    assert done == [NOW, LATER]


def leaves(value):
    """Every single fact of the JSON, as the page writes it."""
    if isinstance(value, dict):
        return [fact for one in value.values() for fact in leaves(one)]
    if isinstance(value, list):
        return [fact for one in value for fact in leaves(one)]
    if isinstance(value, bool) or value is None:
        return [json.dumps(value)]
    return [str(value)]


def taken_away(client, language="kk"):
    answer = client.get(f"/{language}/my/records/archive/")
    assert 'filename="my-data.zip"' in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as pack:
        assert pack.namelist() == ["my-data.html", "my-data.json"]
        page, text = (pack.read(name).decode() for name in pack.namelist())
    return page, json.loads(text)


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_page_of_an_archive_says_the_same_facts_as_its_json(client, language):
    enrolment = practised()
    client.force_login(enrolment.learner.user)

    page, archive = taken_away(client, language)
    reader = Reader()
    reader.feed(page)

    assert archive["practice"][0]["given"] == ["b"]
    assert Counter(reader.facts) == Counter(leaves(archive))
    assert reader.language == language
    assert reader.tags["h1"] == 1
    assert reader.tags["h2"] == sum(isinstance(one, list) for one in archive.values())
    assert reader.tags["table"] == reader.tags["caption"]


def test_page_of_an_archive_needs_nothing_else_and_hides_what_is_in_it(client):
    enrolment = practised()
    client.force_login(enrolment.learner.user)
    kept = {"<b>": "<script>alert(1)</script> & so on"}
    UnsentForm.objects.create(
        user=enrolment.learner.user,
        address="/kk/my/",
        form="#1",
        entries={name: {"was": "", "words": words} for name, words in kept.items()},
        saved_at=LATER,
    )

    page, archive = taken_away(client)

    assert archive["unsent"][0]["entries"] == kept
    assert "<script" not in page
    assert "<b>" not in page
    assert [word for word in ("src=", "url(", "http", "@import") if word in page] == []


def test_everything_in_an_archive_has_a_name_for_people():
    archive = build_learner_archive(practised().learner)
    rows = [row for part in archive.values() if isinstance(part, list) for row in part]

    keys = {*archive, *(key for row in rows for key in row)}

    assert [
        key for key in sorted(keys) if archive_labels.format_field_label(key) == key
    ] == []


@pytest.mark.parametrize("count", [1, 3])
def test_archive_asks_the_same_for_much(count, django_assert_num_queries):
    first = practised()
    for _course in range(count - 1):
        practised(learner=first.learner)

    with django_assert_num_queries(21):
        archive = build_learner_archive(first.learner)

    assert len(archive["exams"]) == len(archive["practice"]) == count
