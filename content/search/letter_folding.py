"""Folding of letters that people mix up, so that any keyboard finds any word."""

from elearning.languages import LOOK_ALIKES


def fold_letters(text: str) -> str:
    """Return ``text`` in lower case with look-alike letters unified.

    The length stays the same, so that positions are the same in both.
    """
    return "".join(_lower(letter) for letter in text).translate(LOOK_ALIKES)


def _lower(letter: str) -> str:
    small = letter.lower()
    return small if len(small) == 1 else letter
