"""The application: its addresses, its guard, and what it answers when something goes wrong."""

from __future__ import annotations

from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from records.errors import ArchiveBusy
from review.web.desk import Desk
from review.web.guard import Guard, Key
from review.web.pages import page
from review.web.pictures import Pictures
from store.archive import Archive

_STATIC = Path(__file__).parents[1] / "static"
#: Bytes of a request: a decision with its note is far below.
MOST_BODY = 65_536


def make_app(archive: Archive, key: Key, who: str) -> Guard:
    """The review of an open archive for whoever has the key; ``who`` is written beside decisions."""
    desk, pictures = Desk(archive, who), Pictures(archive, who)

    def wrong(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if isinstance(error, ArchiveBusy):
            status = 503
        told = {404: "not-there", 503: "busy", 413: "too-long"}.get(status, "went-wrong")
        return page(request, desk.reader(request), "message.html", status, told=told, here="")

    routes = [
        Route("/", desk.documents, name="documents"),
        Route("/findings", desk.findings),
        Route("/d/{document:str}", desk.document),
        Route("/d/{document:str}/frame", pictures.frame),
        Route("/d/{document:str}/picture", pictures.whole),
        Route("/f/{key:str}", desk.finding),
        Route("/f/{key:str}/decide", desk.decide, methods=["POST"]),
        Route("/f/{key:str}/figure/{index:str}", pictures.figure),
        Route("/settings", desk.settings, methods=["POST"]),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: wrong, ArchiveBusy: wrong, Exception: wrong},
        max_body_size=MOST_BODY,
    )
    return Guard(app, key)  # outside of all, so that the page of an error has its headers too
