"""Loaded once by the server process from which workers are forked; importing it does the slow imports."""

from __future__ import annotations

import pipeline

pipeline.warm_up()
