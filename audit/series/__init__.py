"""The rules of scope "series": across the documents of an archive."""
