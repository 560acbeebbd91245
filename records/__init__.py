"""Ground floor: frozen records that check themselves; no file, no database, no program is touched here."""
