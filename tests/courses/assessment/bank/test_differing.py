"""Two versions of a question, compared part by part."""

from courses.assessment.bank import differing
from courses.assessment.models import QuestionVersion
from courses.differing import Piece
from tests.factories.assessment import body


def question(right="a", **changed):
    text = body(1)["en"] | changed
    return QuestionVersion(type="single", body={"en": text}, key={"right": [right]})


def test_moved_choice_is_no_change_and_another_right_one_is():
    moved = question(choices=body(1)["en"]["choices"][::-1])

    assert not any(one.is_changed for one in differing.parts(question(), moved, "en"))
    (changed,) = [
        one
        for one in differing.parts(question(), question("b"), "en")
        if one.is_changed
    ]
    assert changed.pieces[0] == Piece("", "Answer ")


def test_language_that_one_version_lacks_is_wholly_new():
    parts = differing.parts(None, question(), "en")

    assert {piece.kind for part in parts for piece in part.pieces} == {"ins"}
    assert differing.parts(None, None, "kk") == []
