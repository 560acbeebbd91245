"""Word files and old Office files: LibreOffice where it is needed, fonts of every run kept."""
