"""What is given up, in which order, and what counts as alike."""
