"""The desk of privacy requests: what people ask for of what is kept about them."""
