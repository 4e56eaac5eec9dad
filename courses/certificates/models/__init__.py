"""Certificates, the papers made of them, and the keys that vouch for both."""

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.key import KeyRevocation, Purpose, SigningKey
from courses.certificates.models.sheet import Form, Sheet

__all__ = ["Certificate", "Form", "KeyRevocation", "Purpose", "Sheet", "SigningKey"]
