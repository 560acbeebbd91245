"""Reading order: rows, columns, numbered lines, what repeats at the edges of pages."""
