"""What certificates refuse."""


class PrintingError(Exception):
    """A certificate could not be set as a PDF; the certificate itself is safe."""
