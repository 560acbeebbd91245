"""A seeded generator of true-to-form Vietnamese administrative documents with their gold records."""
