"""Speed and accuracy beside named peers, one command each."""
