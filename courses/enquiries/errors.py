"""Errors of the enquiries app."""


class EnquiryError(Exception):
    """A question or a reply is refused; the message is shown to the user."""
