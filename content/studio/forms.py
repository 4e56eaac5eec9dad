"""The form that pictures are uploaded with: a drawing may not contain a program."""

import re
from typing import Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm

#: Elements that run something or bring in pages from elsewhere.
_LIVELY = {"script", "foreignobject", "iframe", "embed", "object", "handler", "set"}
#: Where an address may lead: inside the drawing, or to a picture it carries along.
_INSIDE = re.compile(r"#|data:image/(png|jpeg|gif|webp)[;,]", re.IGNORECASE)


class PictureForm(BaseImageForm):
    """Wagtail's form for pictures, refusing drawings with programs in them."""

    def clean_file(self) -> Any:
        """Refuse an SVG that could run something or fetch something."""
        file = self.cleaned_data["file"]
        is_new = "file" in self.changed_data and file
        if is_new and file.name.lower().endswith(".svg") and not is_still(file):
            raise ValidationError(
                _(
                    "This drawing contains a program or a link. Export it again as a "
                    "plain SVG, or upload it as a PNG."
                ),
                code="lively",
            )
        return file


def is_still(file: Any) -> bool:
    """Tell whether an SVG neither runs anything nor leads anywhere; rewinds ``file``."""
    file.seek(0)
    try:
        return all(
            _is_still(node) for _event, node in iterparse(file, forbid_dtd=False)
        )
    except (ParseError, DefusedXmlException):
        return False
    finally:
        file.seek(0)


def _is_still(node: Any) -> bool:
    if _local(node.tag) in _LIVELY:
        return False
    return not any(
        _local(name).startswith("on")
        or (_local(name) in ("href", "src") and not _INSIDE.match(value.strip()))
        for name, value in node.attrib.items()
    )


def _local(name: Any) -> str:
    """Return a name without its namespace, in lower case."""
    return str(name).rpartition("}")[2].lower()
