"""Exact schemas of signed documents, so that JSON and the signed data cannot differ.

A proof covers the RDF statements of a JSON-LD document, and many documents have the
same statements, or some that readers overlook. One schema for each kind, without
optional members, leaves only one document for a signature (VC Data Integrity 1.0,
§2.4.1), and nothing that is slow to canonicalise.
"""

from typing import Any

from courses.certificates.credentials import data_integrity, open_badge, status_lists

_PROOF = {
    "type": "DataIntegrityProof",
    "cryptosuite": data_integrity.SUITE,
    "created": str,
    "verificationMethod": str,
    "proofPurpose": "assertionMethod",
    "proofValue": str,
}
_IDENTITY = {
    "type": "IdentityObject",
    "hashed": True,
    "identityHash": str,
    "identityType": "name",
    "salt": str,
}
_ACHIEVEMENT = {
    "id": str,
    "type": ["Achievement"],
    "achievementType": "CertificateOfCompletion",
    "humanCode": str,
    "inLanguage": str,
    "name": str,
    "description": str,
    "criteria": {"narrative": str},
}
_BADGE = {
    "@context": open_badge.CONTEXTS,
    "id": str,
    "type": open_badge.TYPES,
    "name": str,
    "issuer": {"id": str, "type": ["Profile"], "name": str},
    "validFrom": str,
    "validUntil": str,
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [_IDENTITY],
        "licenseNumber": str,
        "achievement": _ACHIEVEMENT,
    },
    "credentialStatus": [
        {
            "id": str,
            "type": "BitstringStatusListEntry",
            "statusPurpose": kind.value,
            "statusListIndex": str,
            "statusListCredential": str,
        }
        for kind in status_lists.StatusPurpose
    ],
}
_OF_AN_EDITION = _BADGE | {
    "credentialSubject": {
        "type": ["AchievementSubject"],
        "identifier": [_IDENTITY],
        "licenseNumber": str,
        "achievement": _ACHIEVEMENT | {"version": str},
    }
}
_LIST = {
    "@context": status_lists.CONTEXTS,
    "id": str,
    "type": status_lists.TYPES,
    "issuer": str,
    "validFrom": str,
    "validUntil": str,
    "credentialSubject": {
        "id": str,
        "type": "BitstringStatusList",
        "statusPurpose": str,
        "encodedList": str,
        "ttl": int,
    },
}
_KINDS = (_BADGE, _OF_AN_EDITION, _LIST)


def has_credential_shape(credential: Any) -> bool:
    """Tell whether ``credential``, without its proof, has the schema of a badge or a list."""
    return any(_fits(credential, form) for form in _KINDS)


def has_proof_shape(proof: Any) -> bool:
    """Tell whether ``proof`` is a list with exactly one proof of our kind."""
    return _fits(proof, [_PROOF])


def _fits(value: Any, form: Any) -> bool:
    match form:
        case dict():
            return (
                isinstance(value, dict)
                and value.keys() == form.keys()
                and all(_fits(value[name], form[name]) for name in form)
            )
        case list():
            return (
                isinstance(value, list)
                and len(value) == len(form)
                and all(map(_fits, value, form))
            )
        case type():
            return type(value) is form and _is_written(value)
        case _:
            return type(value) is type(form) and bool(value == form)


def _is_written(value: object) -> bool:
    """Tell whether ``value`` can be encoded: a lone surrogate cannot (RFC 8259 §8.2)."""
    try:
        str(value).encode()
    except UnicodeEncodeError:
        return False
    return True
