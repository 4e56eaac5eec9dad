"""Practice that was observed, entered from the sheet that both have signed."""
