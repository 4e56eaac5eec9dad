"""What can be wrong with a question to a trainer or an answer; shown to the user as it is."""


class EnquiryError(Exception):
    """A question or an answer cannot be kept like this."""
