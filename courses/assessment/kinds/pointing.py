"""Questions that are answered by pointing at regions of a picture."""

from django.utils.translation import gettext as _

from courses.assessment.kinds.choosing import Multiple
from courses.assessment.kinds.kind import Key, KeyFaultError, Text
from courses.assessment.kinds.regions import fault_in, overlap

#: How many regions the page can mark on the picture.
MOST = 12


class Hotspot(Multiple):
    """One or several of the regions marked on a picture.

    Words: ``picture`` (``file``, ``sha256``, ``width``, ``height``, ``alt``),
    ``several``, whether more than one may be chosen, and ``choices``, the regions: each
    has a label for those who do not see the picture, a ``shape`` and its ``points`` (see
    ``regions``). An answer is a list of ids, as of other choices: so it is the same to
    point, to press a key, or to take a label from the list.
    """

    name = "hotspot"

    def takes(self, text: Text) -> bool:
        return bool(text.get("several"))

    def check(self, text: Text, key: Key) -> None:
        picture, regions = text.get("picture"), text["choices"]
        if not picture or not picture["alt"].strip():
            raise KeyFaultError(
                _("Choose a picture, and describe it without giving the answer away.")
            )
        if len(regions) > MOST:
            raise KeyFaultError(_("Mark at most %(most)s regions.") % {"most": MOST})
        super().check(text, key)
        ratio = picture["height"] / picture["width"]
        for region in regions:
            if fault := fault_in(region, ratio):
                raise KeyFaultError(f"{region['text']}: {fault}")
        if overlap(regions, ratio):
            raise KeyFaultError(_("Two regions overlap. Move them apart."))
