"""The signature field of a PDF: invisible, tagged, and with space for the seal."""

from datetime import UTC, datetime
from io import BytesIO

import pikepdf
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, NumberTree, String

from courses.certificates.errors import PrintingError
from elearning.languages import CODES

#: Space for the signature in bytes: two certificates of the service and the signed
#: data.
ROOM = 4096
#: A placeholder for the offsets of the signed bytes: ten digits each.
PLACE = 9_999_999_999

_PRINTED_AND_LOCKED = 4 + 128
_SIGNED_AND_ONLY_APPENDED_TO = 3
_NO_CHANGES = 1


def add_signature_field(pdf: bytes, at: datetime) -> bytes:
    """Return ``pdf`` with an empty seal of ``at``, to be filled in by ``pdf_seal``.

    The field has no size and a description for screen readers (ISO 14289-1, 7.18.1 and
    7.18.4); nothing else of the document changes, so that it stays archivable and
    accessible. The seal permits no change afterwards (ISO 32000-1, 12.8.2.2). Raises
    ``PrintingError`` if ``pdf`` is not a tagged document of ours or already has a form.
    """
    try:
        with pikepdf.open(BytesIO(pdf)) as document:
            if "/AcroForm" in document.Root or "/StructTreeRoot" not in document.Root:
                raise _not_ours()
            _add(document, at)
            written = BytesIO()
            document.save(written, deterministic_id=True, fix_metadata_version=False)
    except pikepdf.PdfError as error:
        raise _not_ours() from error
    return written.getvalue()


def _add(document: pikepdf.Pdf, at: datetime) -> None:
    seal = document.make_indirect(_seal(at))
    page = document.pages[0].obj
    widget = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String("seal"),
            TU=String(_words(document)),
            F=_PRINTED_AND_LOCKED,
            Rect=Array([0, 0, 0, 0]),
            P=page,
            V=seal,
        )
    )
    _tag(document, widget, page)
    page.Annots = Array([*page.get("/Annots", []), widget])
    page.Tabs = Name.S
    document.Root.AcroForm = Dictionary(
        Fields=Array([widget]), SigFlags=_SIGNED_AND_ONLY_APPENDED_TO
    )
    document.Root.Perms = Dictionary(DocMDP=seal)


def _seal(at: datetime) -> Dictionary:
    return Dictionary(
        Type=Name.Sig,
        Filter=Name("/Adobe.PPKLite"),
        SubFilter=Name("/ETSI.CAdES.detached"),
        ByteRange=Array([0, PLACE, PLACE, PLACE]),
        Contents=String(bytes(ROOM)),
        M=String(f"D:{at.astimezone(UTC):%Y%m%d%H%M%S}Z"),
        Name=String(settings.CERTIFICATE_ISSUER_NAME),
        Reference=Array(
            [
                Dictionary(
                    Type=Name.SigRef,
                    TransformMethod=Name.DocMDP,
                    TransformParams=Dictionary(
                        Type=Name.TransformParams, P=_NO_CHANGES, V=Name("/1.2")
                    ),
                )
            ]
        ),
    )


def _tag(document: pikepdf.Pdf, widget: pikepdf.Object, page: pikepdf.Object) -> None:
    """Add ``widget`` to the structure tree as a form, at the end of the reading order."""
    tree = document.Root.StructTreeRoot
    number = int(tree.get("/ParentTreeNextKey", 0))
    top = tree.K[0] if isinstance(tree.K, Array) else tree.K
    form = document.make_indirect(
        Dictionary(
            Type=Name.StructElem,
            S=Name.Form,
            P=top,
            Pg=page,
            K=Dictionary(Type=Name.OBJR, Obj=widget, Pg=page),
        )
    )
    below = top.get("/K", Array())
    top.K = Array([*(below if isinstance(below, Array) else [below]), form])
    widget.StructParent = number
    NumberTree(tree.ParentTree)[number] = form
    tree.ParentTreeNextKey = number + 1


def _words(document: pikepdf.Pdf) -> str:
    language = str(document.Root.get("/Lang", ""))[:2]
    if language not in CODES:
        return _("Electronic seal of the issuer")
    with translation.override(language):
        return _("Electronic seal of the issuer")


def _not_ours() -> PrintingError:
    return PrintingError(
        _("This document cannot be sealed: the platform has not just produced it.")
    )
