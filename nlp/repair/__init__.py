"""Repair: what a text layer is worth, legacy encodings decoded, characters made normal."""
