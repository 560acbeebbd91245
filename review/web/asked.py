"""What a request asks for: its filters, its reviewer, its language. Nothing of it is trusted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast, get_args
from urllib.parse import quote, unquote, urlencode

from starlette.datastructures import QueryParams
from starlette.requests import Request

from review.web.listing import Asked, Order, Work
from review.web.queue import Of, State, Wanted
from review.web.words import Language

MOST_QUERY, MOST_NAME, MOST_PAGES = 200, 80, 1_000_000
Theme = Literal["auto", "light", "dark"]
COOKIES = {"lang": "doichieu_lang", "theme": "doichieu_theme", "who": "doichieu_who"}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks, in which language and light."""

    who: str
    language: Language
    theme: Theme


def reader(request: Request, who: str) -> Reader:
    """The reader by the cookies of the settings; ``who`` is the name that the program was started with."""
    cookies = {name: unquote(request.cookies.get(cookie, "")) for name, cookie in COOKIES.items()}
    return Reader(clean_name(cookies["who"]) or who, language_of(cookies["lang"]), theme_of(cookies["theme"]))


def language_of(given: str) -> Language:
    """Vietnamese unless English is asked for."""
    return "en" if given == "en" else "vi"


def theme_of(given: str) -> Theme:
    """auto unless light or dark is asked for."""
    return cast(Theme, given) if given in get_args(Theme) else "auto"


def clean_name(given: str) -> str:
    """A reviewer's name in one line of at most MOST_NAME characters.

    >>> clean_name("  Trần\\n Thị B ")
    'Trần Thị B'
    """
    return " ".join("".join(c if c.isprintable() else " " for c in given).split())[:MOST_NAME]


def cookie_value(text: str) -> str:
    """A text as a cookie can hold it."""
    return quote(text, safe="")


def number_of(given: str | None, least: int = 1) -> int:
    """A whole number from ``least`` on; ``least`` for what is none.

    >>> number_of("7"), number_of("-3"), number_of("x"), number_of(None)
    (7, 1, 1, 1)
    """
    text = (given or "").strip()
    if not text.isascii() or not text.isdigit() or len(text) > 7:
        return least
    return min(max(int(text), least), MOST_PAGES)


def asked_of(params: QueryParams) -> Asked:
    """The filters of the list of documents."""
    work, order = params.get("work", ""), params.get("order", "")
    return Asked(
        query=params.get("q", "")[:MOST_QUERY],
        work=cast(Work, work if work in get_args(Work) else ""),
        type=params.get("type", "")[:MOST_QUERY],
        rule=params.get("rule", "")[:MOST_QUERY],
        order=cast(Order, order if order in get_args(Order) else "file"),
        page=number_of(params.get("page")),
    )


def wanted_of(params: QueryParams) -> Wanted:
    """The filters of the queue of findings."""
    verdict, state = params.get("verdict", ""), params.get("state", "")
    return Wanted(
        verdict=cast(Of, verdict if verdict in get_args(Of) else "fails"),
        state=cast(State, state if state in get_args(State) else "open"),
        level=params.get("level", "")[:MOST_QUERY],
        rule=params.get("rule", "")[:MOST_QUERY],
        document=params.get("document", "")[:MOST_QUERY],
        query=params.get("q", "")[:MOST_QUERY],
        page=number_of(params.get("page")),
    )


def queue_query(wanted: Wanted) -> str:
    """The filters of the queue as they stand in an address; "" for the usual ones."""
    usual = Wanted()
    names = {"verdict": "verdict", "state": "state", "level": "level", "rule": "rule", "document": "document"}
    given = {name: getattr(wanted, name) for name in names if getattr(wanted, name) != getattr(usual, name)}
    if wanted.query:
        given["q"] = wanted.query
    return urlencode(given)


def list_query(asked: Asked, page: int) -> str:
    """The filters of the list as they stand in an address, at another page."""
    given = {"q": asked.query, "work": asked.work, "type": asked.type, "rule": asked.rule}
    given |= {"order": asked.order if asked.order != "file" else "", "page": str(page) if page > 1 else ""}
    return urlencode({name: value for name, value in given.items() if value})


def own_path(given: str) -> str:
    """A path of this page to go back to; "/" for anything that could lead elsewhere.

    >>> own_path("/d/1?page=2"), own_path("//evil"), own_path("https://evil"), own_path("/\\\\evil")
    ('/d/1?page=2', '/', '/', '/')
    """
    plain = given.isascii() and given.isprintable() and "\\" not in given
    return given if plain and given.startswith("/") and not given.startswith("//") else "/"
