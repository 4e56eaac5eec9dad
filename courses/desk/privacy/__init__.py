"""Privacy requests at the desk: requests for erasure and the decisions about them."""
