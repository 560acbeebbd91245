"""The audit: records in, findings out. No file and no database is seen here."""
