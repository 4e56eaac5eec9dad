"""Two versions of a question, compared part by part."""

from courses.assessment.bank import question_diff
from courses.assessment.models import QuestionVersion
from courses.text_diff import DiffPiece
from tests.factories.assessment import body


def question(right="a", **changed):
    text = body(1)["en"] | changed
    return QuestionVersion(type="single", body={"en": text}, key={"right": [right]})


def test_moved_choice_is_no_change_and_another_right_one_is():
    moved = question(choices=body(1)["en"]["choices"][::-1])

    assert not any(
        one.is_changed
        for one in question_diff.compare_question_parts(question(), moved, "en")
    )
    (changed,) = [
        one
        for one in question_diff.compare_question_parts(question(), question("b"), "en")
        if one.is_changed
    ]
    assert changed.pieces[0] == DiffPiece("", "Answer ")


def test_language_that_one_version_lacks_is_wholly_new():
    parts = question_diff.compare_question_parts(None, question(), "en")

    assert {piece.kind for part in parts for piece in part.pieces} == {"ins"}
    assert question_diff.compare_question_parts(None, None, "kk") == []
