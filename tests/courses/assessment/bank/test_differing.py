"""Two wordings, compared word by word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.assessment.bank import differing
from courses.assessment.bank.differing import Piece
from courses.assessment.models import QuestionVersion
from tests.factories.assessment import body


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", ()),
        ("", "Жаңа", (Piece("ins", "Жаңа"),)),
        ("Ескі", "", (Piece("del", "Ескі"),)),
        (
            "At most 15 days.",
            "At most 10 days.",
            (
                Piece("", "At most "),
                Piece("del", "15"),
                Piece("ins", "10"),
                Piece("", " days."),
            ),
        ),
    ],
)
def test_words_are_told_apart(before, after, pieces):
    assert differing.words(before, after) == pieces


@given(st.text(), st.text())
def test_both_texts_can_be_read_from_the_pieces(before, after):
    pieces = differing.words(before, after)

    assert "".join(one.text for one in pieces if one.kind != "ins") == before
    assert "".join(one.text for one in pieces if one.kind != "del") == after


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
