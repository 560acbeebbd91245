"""Bytes on disk to pages of words: triage, text layers, scans, reading order."""
