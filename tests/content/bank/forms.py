"""What the studio's form of a question sends."""

from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from tests.factories.content import name


def listed(trainer, **query):
    page = trainer.client.get(reverse("studio_questions:list"), query)
    assert page.status_code == 200
    return {(row.code, row.language) for row in page.context["object_list"]}


def form_of(row, **changed):
    facts = {
        "course": row.course_id,
        "code": row.code,
        "type": row.type,
        "difficulty": "medium",
        "outcome": row.outcome_id,
        "cites": row.cites,
        "stem": row.stem,
        "case": "",
        "case_place": 1,
        "passage": "",
        "answer": "",
        "tolerance": "",
        "unit": "",
        "markers": "1",
        "limit": "2000",
        "feedback": "",
        "change_weight": "editorial",
        "change_reason": "",
        "answers": streamfield(
            [
                ("choice", {"text": "a", "correct": "on", "feedback": ""}),
                ("choice", {"text": "b", "feedback": ""}),
            ]
        ),
    }
    ids = {f"answers-{n}-id": name(row.code, letter) for n, letter in enumerate("ab")}
    return nested_form_data(facts | changed) | ids
