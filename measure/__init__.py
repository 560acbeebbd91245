"""How good the records are: precision, recall and F1 a kind of record, error rates for text."""
