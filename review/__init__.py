"""What a person sees: the report of an archive."""
