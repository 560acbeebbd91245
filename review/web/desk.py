"""The pages of the review: what each address answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from records.errors import ArchiveBusy, DoichieuError, UsageError
from review.web import asked as asking
from review.web.evidence import Evidence, evidence
from review.web.listing import list_documents, rules_of
from review.web.pages import page
from review.web.queue import Wanted, list_findings, neighbours
from review.web.sheet import sheet
from store.archive import Archive
from store.decisions import MOST_TEXT, Action, ChangedMeanwhile, Wish, decide, undo

_ACTIONS: tuple[Action, ...] = ("accept", "reject", "correct")
Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a wish to save: told is the key of a text; form what was typed, where it could not be saved."""

    status: int = 200
    told: str = ""
    form: Form = field(default_factory=dict)


NO_ANSWER = Answer()


class Desk:
    """The pages over one archive. who is the reviewer unless the settings name another."""

    def __init__(self, archive: Archive, who: str) -> None:
        self._archive = archive
        self._who = who

    def reader(self, request: Request) -> asking.Reader:
        """Who asks."""
        return asking.reader(request, self._who)

    # --- looking -----------------------------------------------------------------------------------------------------

    def documents(self, request: Request) -> Response:
        """The list of documents; only its rows where a filter asks for them."""
        asked = asking.asked_of(request.query_params)
        with self._archive.reading() as connection:
            listing = list_documents(connection, asked)
        address = {n: asking.list_query(asked, n) for n in (asked.page - 1, asked.page + 1) if 1 <= n <= listing.pages}
        return page(
            request, self.reader(request), "documents.html", asked=asked, listing=listing, address=address,
            here="documents",
        )  # fmt: skip

    def findings(self, request: Request) -> Response:
        """The queue of findings."""
        wanted = asking.wanted_of(request.query_params)
        with self._archive.reading() as connection:
            queue, rules = list_findings(connection, wanted), rules_of(connection)
        query = asking.queue_query(wanted)
        return page(
            request, self.reader(request), "findings.html", wanted=wanted, queue=queue, rules=rules, query=query,
            here="findings",
        )  # fmt: skip

    def document(self, request: Request) -> Response:
        """A page of a document: image, text, records."""
        params = request.query_params
        number = asking.number_of(params["page"]) if "page" in params else None
        with self._archive.reading() as connection:
            found = sheet(connection, request.path_params["document"], number, asking.number_of(params.get("part")))
        if found is None:
            raise HTTPException(404)
        raw = params.get("view") == "raw"
        return page(request, self.reader(request), "document.html", it=found, raw=raw, here="document")

    def finding(self, request: Request) -> Response:
        """A finding with its evidence and the form to decide."""
        key, wanted = request.path_params["key"], asking.wanted_of(request.query_params)
        found = self._evidence(key)
        return self._finding_page(request, found, wanted)

    def _evidence(self, key: str) -> Evidence:
        with self._archive.reading() as connection:
            found = evidence(connection, key)
        if found is None:
            raise HTTPException(404)
        return found

    def _finding_page(self, request: Request, found: Evidence, wanted: Wanted, answer: Answer = NO_ANSWER) -> Response:
        """The whole page, or the finding alone for htmx."""
        with self._archive.reading() as connection:
            beside = neighbours(connection, wanted, found.standing.key)
        part = request.headers.get("hx-request") == "true"
        return page(
            request, self.reader(request), "_finding.html" if part else "finding.html", answer.status, it=found,
            told=answer.told, form=answer.form, beside=beside, query=asking.queue_query(wanted),
            here="findings", document=wanted.document,
        )  # fmt: skip

    # --- deciding ----------------------------------------------------------------------------------------------------

    async def decide(self, request: Request) -> Response:
        """Save a decision, or take one back; 409 where something changed since the page was opened."""
        form = {name: value async for name, value in _fields(request)}
        return await run_in_threadpool(self._decide, request, form)

    def _decide(self, request: Request, form: Form) -> Response:
        key, wanted = request.path_params["key"], asking.wanted_of(request.query_params)
        status, told = 200, "saved"
        try:
            self._save(request, key, form)
        except ChangedMeanwhile:
            status, told = 409, "changed-meanwhile"
        except UsageError:
            status, told = 422, "correction-needs"
        except ArchiveBusy:
            status, told = 503, "busy"
        except DoichieuError:
            status, told = 500, "not-saved"
        if status == 200 and request.headers.get("hx-request") != "true":
            query = asking.queue_query(wanted)
            return RedirectResponse(f"/f/{key}" + (f"?{query}" if query else ""), 303)
        return self._finding_page(
            request, self._evidence(key), wanted, Answer(status, told, {} if status == 200 else form)
        )

    def _save(self, request: Request, key: str, form: Form) -> None:
        who, stamp = self.reader(request).who, form.get("stamp", "")
        reason = form.get("reason", "").strip()[:MOST_TEXT] or None
        if form.get("action") == "undo":
            undo(self._archive, key, stamp, who, reason)
        elif form.get("action") in _ACTIONS:
            target = form.get("target", "")
            place = int(target) if target.isascii() and target.isdigit() and len(target) < 6 else None
            decide(self._archive, key, stamp, Wish(cast(Action, form["action"]), who, reason, place, form.get("new")))
        else:
            raise UsageError("no such action")

    async def settings(self, request: Request) -> Response:
        """Keep the reader's name, language and light, and go back."""
        form = {name: value async for name, value in _fields(request)}
        answer = RedirectResponse(asking.own_path(form.get("back", "/")), 303)
        values = {
            "lang": asking.language_of(form["lang"]) if "lang" in form else None,
            "theme": asking.theme_of(form["theme"]) if "theme" in form else None,
            "who": asking.clean_name(form["who"]) if "who" in form else None,
        }
        for name, value in values.items():
            if value is not None:
                text, cookie = asking.cookie_value(value), asking.COOKIES[name]
                answer.set_cookie(cookie, text, max_age=31_536_000, httponly=True, samesite="strict", path="/")
        return answer


async def _fields(request: Request) -> AsyncIterator[tuple[str, str]]:
    """The fields of a form; files are no fields here."""
    async with request.form(max_files=0, max_fields=20) as form:
        for name, value in form.items():
            if isinstance(value, str):
                yield name, value
