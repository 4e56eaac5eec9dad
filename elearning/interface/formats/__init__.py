"""How dates are written where Django does not know it, or writes it the American way."""
