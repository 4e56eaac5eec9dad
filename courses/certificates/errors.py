"""What certificates refuse."""


class PrintingError(Exception):
    """A certificate could not be set as a PDF; the certificate itself is safe."""


class KeyTroubleError(Exception):
    """A key is missing, revoked, or lies where others can read it; nothing was signed."""
