"""Where the page of a certificate is."""

from django.urls import reverse

JSON = {"Accept": "application/json"}


def address(code):
    return reverse("certificates:verify", args=[code])
