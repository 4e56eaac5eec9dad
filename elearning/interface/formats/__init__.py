"""Date and number formats that Django lacks or gives in American style."""
