"""Documents that this project makes, with gold, and the lists that the program reads."""
