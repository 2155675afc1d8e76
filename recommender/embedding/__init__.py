"""How a product gets its vector, once, whatever dies meanwhile; another encoder."""
