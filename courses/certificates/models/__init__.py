"""Certificates, and the keys that vouch for them."""

from courses.certificates.models.certificate import Certificate
from courses.certificates.models.key import KeyRevocation, Purpose, SigningKey

__all__ = ["Certificate", "KeyRevocation", "Purpose", "SigningKey"]
