"""What other shops show of ours in their pages: what is similar in stock, and "tell me"."""
