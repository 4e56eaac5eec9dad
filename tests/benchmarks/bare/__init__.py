"""The platform's pages as Wagtail alone would serve them, to compare with."""
