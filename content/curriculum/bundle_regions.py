"""Hotspot questions of a bundle: reading, checking, and loading their pictures."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils import translation

from content.curriculum.bundle_questions import (
    BundlePicture,
    BundleQuestion,
    BundleRegion,
)
from content.curriculum.yaml_items import YamlItem
from content.questions.picture_files import PictureError, read_picture_size
from content.questions.question_pictures import (
    HEAVIEST,
    find_or_create_image,
    has_answer_in_alt,
)
from courses.assessment.kinds import KINDS, AnswerKeyError
from elearning.languages import CODES

#: The folder with the pictures of a course.
FOLDER = "pictures"
#: The maximum length of a text alternative in the question bank, in characters.
LONGEST_ALT = 250
_NAME = re.compile(r"[a-z0-9][a-z0-9-]*\.(svg|png|jpg|webp)")


def read_region(item: YamlItem) -> BundleRegion:
    """Return one region of a picture."""
    item.only("id", "correct", "label", "shape", "points", "feedback")
    return BundleRegion(
        name=item.name("id"),
        labels=item.texts("label"),
        feedbacks=item.maybe_texts("feedback"),
        correct=item.boolean("correct"),
        shape=item.text("shape", default="rectangle"),
        points=item.integers("points"),
    )


def read_picture(item: YamlItem) -> BundlePicture | None:
    """Return the picture of a question, or ``None`` if it has none that may be shown.

    The picture is a file in the folder ``pictures`` beside the bank; paths to other
    places are refused.
    """
    name = item.text("picture", default="")
    if not name:
        return None
    alts = item.texts("picture_alt")
    if not _NAME.fullmatch(name):
        item.fail(f"“{name}” is no name of a picture: a-z, 0-9, hyphens, and .svg.")
        return None
    path = item.path.parent / FOLDER / name
    if path.is_symlink() or not path.is_file():
        item.fail(f"There is no picture {FOLDER}/{name}.")
        return None
    content = path.read_bytes()
    if len(content) > HEAVIEST:
        weight, most = len(content) // 1024, HEAVIEST // 1024
        item.fail(f"{FOLDER}/{name} weighs {weight} KB; at most {most} KB.")
        return None
    try:
        with translation.override("en"):  # as every message about a bundle
            return BundlePicture(path, alts, *read_picture_size(content, name))
    except PictureError as error:
        item.fail(str(error))
        return None


def check_regions(question: BundleQuestion, item: YamlItem) -> None:
    """Add faults for regions that cannot be used, in the words of the studio."""
    picture = question.picture
    if picture is None:
        if item.find("picture") is None:
            item.fail("A hotspot question needs a “picture”.")
        return
    for language in CODES:
        right = [
            one.labels.get(language, "") for one in question.regions if one.correct
        ]
        alt = picture.alts.get(language, "")
        if len(alt) > LONGEST_ALT:
            item.fail(f"“picture_alt” ({language}) is over {LONGEST_ALT} characters.")
        if has_answer_in_alt(alt, right):
            item.fail(f"“picture_alt” ({language}) names a right region.")
    try:
        with translation.override("en"):
            KINDS["hotspot"].check(*_asked(question.regions, picture))
    except AnswerKeyError as fault:
        item.fail(str(fault))


def load_pictures(questions: Iterable[BundleQuestion]) -> dict[str, Any]:
    """Return the library image for each question with a picture, by question code.

    An image with the same content is reused.
    """
    return {
        one.code: find_or_create_image(
            one.picture.path.read_bytes(),
            one.picture.path.name,
            title=one.picture.path.stem,
        )
        for one in questions
        if one.picture is not None
    }


def _asked(
    regions: list[BundleRegion], picture: BundlePicture
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the English words and the key in the shape that the assessment app takes."""
    shown = {"width": picture.width, "height": picture.height}
    words = {
        "picture": shown | {"alt": picture.alts.get("en", "")},
        "choices": [
            {
                "id": one.name,
                "text": one.labels.get("en", ""),
                "shape": one.shape,
                "points": one.points,
            }
            for one in regions
        ],
    }
    return words, {"right": [one.name for one in regions if one.correct]}
