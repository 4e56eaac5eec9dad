"""What others make of papers: signatures that are not the service's own."""

import asyncio
import hashlib
import io
from concurrent.futures import ThreadPoolExecutor

from asn1crypto import pem, x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone
from pyhanko.keys.internal import translate_pyca_cryptography_key_to_asn1
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from courses.certificates.keys import x509_certificates
from courses.certificates.keys.key_fingerprints import compute_kid
from courses.certificates.models import SigningKey
from courses.certificates.seals.seal_locations import list_seal_locations


def read(text):
    """The certificate that ``text`` (PEM) holds, as pyHanko reads it."""
    return x509.Certificate.load(pem.unarmor(text.encode())[2])


def stranger(private=None):
    """Somebody with an authority of his own under the service's name.

    ``private`` is the key that he signs with, a new one by default.
    """
    at, above = timezone.now(), ec.generate_private_key(ec.SECP256R1())
    authority = x509_certificates.issue_authority_certificate(
        above, compute_kid(above.public_key()), at
    )
    private = private or ec.generate_private_key(ec.SECP256R1())
    certified = x509_certificates.load_x509_certificate(SigningKey(public=authority))
    above = x509_certificates.CertificateAuthority(certified, above)
    own = x509_certificates.issue_seal_certificate(private.public_key(), above, at)
    return signer(private, own, authority)


def signer(private, own, authority):
    """Who signs with ``private``, with both certificates (PEM) going along."""
    return SimpleSigner(
        read(own),
        translate_pyca_cryptography_key_to_asn1(private),
        SimpleCertificateStore.from_certs([read(authority)]),
    )


def signed_by_stranger(pdf):
    """``pdf`` with the signature of somebody else added to it."""
    meta = PdfSignatureMetadata(field_name="other", md_algorithm="sha256")
    work = _Reckless(meta, stranger()).async_sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(pdf))
    )
    return _run(work).getvalue()


def sealed_by(who, sealed, algorithm="sha256"):
    """``sealed`` with the seal of ``who`` in place of the one that it bears."""
    (place,) = list_seal_locations(sealed)
    digest = hashlib.new(algorithm, place.signed(sealed)).digest()
    made = _run(who.async_sign(digest, algorithm, use_pades=True)).dump().hex().encode()
    room = place.after - place.before - 2
    return b"".join(
        [
            sealed[: place.before + 1],
            made.ljust(room, b"0"),
            sealed[place.after - 1 :],
        ]
    )


def private_of(path):
    """The private key in a file of the service, as somebody who stole it has it."""
    return serialization.load_pem_private_key(path.read_bytes(), None)


class _Reckless(PdfSigner):
    """Signs what a seal says may not be changed."""

    def _enforce_certification_constraints(self, reader):
        pass


def _run(work):
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, work).result()
