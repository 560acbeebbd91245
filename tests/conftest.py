"""Property tests look for new examples on a desk; a build server runs the same ones every time."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("server", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("server")
