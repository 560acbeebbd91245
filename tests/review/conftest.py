"""An archive to review, and browsers with and without the token."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from review.web.app import make_app
from store.archive import Archive
from tests.review.web_support import BASE, KEY, draw, evil_of, report_of


@pytest.fixture
def web_archive(tmp_path: Path) -> Iterator[Archive]:
    """The archive, open for writing."""
    with Archive.open(tmp_path / "kho") as archive:
        archive.save(report_of(draw(tmp_path / "báo cáo.pdf")), "s")
        archive.save(evil_of(), "s")
        yield archive


@pytest.fixture
def stranger(web_archive: Archive) -> Iterator[TestClient]:
    """A browser without the token."""
    with TestClient(make_app(web_archive, KEY, "Lan"), base_url=BASE) as client:
        yield client


@pytest.fixture
def browser(stranger: TestClient) -> TestClient:
    """A reviewer's browser: it has the cookie, and sends its origin."""
    stranger.get(f"/?token={KEY.token}")
    stranger.headers["origin"] = BASE
    return stranger
