"""Stored pictures of questions, unaffected by later changes of the library’s image."""

import hashlib
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from wagtail.images import get_image_model
from willow.plugins.pillow import PillowImage

if TYPE_CHECKING:
    from content.questions.models import QuestionDraft

#: The folder of the pictures, which are named by the hash of their content.
FOLDER = "questions"
#: The maximum longer side in pixels, enough for a sharp picture on a phone.
_LONGEST = 1000
_QUALITY = 75
#: Metadata that cameras and programs add, such as the place and the device.
_ASIDE = ("exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop")
#: The maximum size of a picture in bytes; a lesson may have 60 KB.
HEAVIEST = 100 * 1024


def store_picture(image: Any) -> dict[str, Any]:
    """Store the picture of a question; return its name, hash and size in pixels.

    The keys are ``file``, ``sha256``, ``width`` and ``height``.

    Repeating is harmless: the name is the hash of the content, and an existing file is
    never overwritten. Its modification time is when it was last stored, which
    ``picture_cleanup`` reads.
    """
    content, width, height = encode_picture(image)
    digest = hashlib.sha256(content).hexdigest()
    name = _name(image, digest)
    if default_storage.exists(name):
        Path(default_storage.path(name)).touch()
    else:
        name = default_storage.save(name, ContentFile(content))
    return {"file": name, "sha256": digest, "width": width, "height": height}


def build_picture_name(image: Any) -> str:
    """Return the name for storing the picture of a question; nothing is stored."""
    return _name(image, hashlib.sha256(encode_picture(image)[0]).hexdigest())


def build_picture_facts(draft: "QuestionDraft") -> dict[str, str]:
    """Store the picture of a question; return its hash and its alternative text."""
    if draft.picture is None:
        return {}
    return {"picture": store_picture(draft.picture)["sha256"], "alt": draft.picture_alt}


def list_picture_faults(draft: "QuestionDraft") -> dict[str, Any]:
    """Return the faults by field: too large, or a text that gives the answer away."""
    faults: dict[str, Any] = {}
    if draft.picture is None:
        return faults
    weight = len(encode_picture(draft.picture)[0])
    if weight > HEAVIEST:
        faults["picture"] = _(
            "This picture is %(weight)s KB, too large for a slow connection. "
            "Simplify or crop it: at most %(most)s KB."
        ) % {"weight": weight // 1024, "most": HEAVIEST // 1024}
    regions = [block.value for block in draft.answers if block.block_type == "region"]
    if has_answer_in_alt(
        draft.picture_alt, [one["label"] for one in regions if one["correct"]]
    ):
        faults["picture_alt"] = _(
            "This description names a right region, so it gives the answer away. Say what "
            "the picture shows as a whole."
        )
    return faults


def has_answer_in_alt(alt: str, right: Iterable[str]) -> bool:
    """Return whether the alternative text names one of the ``right`` regions."""
    said = alt.casefold()
    return any(label and label.casefold() in said for label in right)


def find_or_create_image(
    content: bytes, name: str, *, title: str, by: Any = None
) -> Any:
    """Return the library’s image with that content, created if there is none."""
    images = get_image_model()
    file = ImageFile(BytesIO(content), name=name)
    image = images(title=title, file=file, uploaded_by_user=by)
    image._set_image_file_metadata()  # noqa: SLF001 — what the studio's form calls, too
    kept = images.objects.filter(file_hash=image.file_hash).order_by("pk").first()
    if kept is None:
        image.save()
    return kept or image


def encode_picture(image: Any, ending: str = ".webp") -> tuple[bytes, int, int]:
    """Return the picture as questions show it: bytes, and width and height in pixels."""
    if image.is_svg():  # scaled by the browser
        with image.open_file() as file:
            return file.read(), int(image.width), int(image.height)
    out = BytesIO()
    with image.get_willow_image() as drawn:
        drawn = drawn.auto_orient()  # noqa: PLW2901 — what is saved is upright
        width, height = drawn.get_size()
        scale = min(1, _LONGEST / max(width, height))
        width, height = max(1, round(width * scale)), max(1, round(height * scale))
        _save(_bare(drawn.resize((width, height))), out, ending)
    return out.getvalue(), width, height


def _bare(drawn: Any) -> Any:
    picture = drawn.get_pillow_image()
    for name in _ASIDE:
        picture.info.pop(name, None)
    return PillowImage(picture)


def _save(drawn: Any, out: BytesIO, ending: str) -> None:
    if ending == ".png":
        drawn.save_as_png(out, optimize=True)
    elif ending == ".jpg":
        drawn.save_as_jpeg(out, quality=_QUALITY)
    else:
        drawn.save_as_webp(out, quality=_QUALITY)


def _name(image: Any, digest: str) -> str:
    return str(PurePosixPath(FOLDER, digest + (".svg" if image.is_svg() else ".webp")))
