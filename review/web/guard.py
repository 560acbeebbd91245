"""Who may talk to the review page: this machine, under its own name, with the token; and what browsers must refuse.

The page is bound to 127.0.0.1, but every site that the browser shows can send requests there. So the Host must be ours
(DNS rebinding), what changes something must come from our own pages (Origin), and all needs the cookie that the token
gives.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD"})
_METHODS = _SAFE | {"POST"}
_OWN_SITE = frozenset({"same-origin", "none"})
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


@dataclass(frozen=True, slots=True)
class Key:
    """What lets in: the token of this start of the program, and the port it listens at."""

    token: str
    port: int

    @property
    def cookie(self) -> str:
        """Name of the cookie; cookies of one host are shared by all its ports, so the port is in it."""
        return f"doichieu_{self.port}"

    @property
    def hosts(self) -> frozenset[str]:
        """The names under which the page is asked for."""
        return frozenset({f"127.0.0.1:{self.port}", f"localhost:{self.port}"})

    @property
    def url(self) -> str:
        """The address that lets in."""
        return f"http://127.0.0.1:{self.port}/?token={self.token}"


def new_key(port: int) -> Key:
    """A key with a fresh token of 256 bits."""
    return Key(secrets.token_urlsafe(32), port)


class Guard:
    """ASGI application around another that refuses what is not the reviewer's own browser on our own pages."""

    def __init__(self, app: ASGIApp, key: Key) -> None:
        self._app = app
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request pass, or answer it with 403 or 405."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return  # no websockets here: closed without an answer

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        answer = self._refusal(scope) or self._entry(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers, method = Headers(scope=scope), scope["method"]
        host, origin = headers.get("host", ""), headers.get("origin")
        if host not in self._key.hosts or len(headers.getlist("host")) != 1:
            return _refused("This page answers only under its own name, 127.0.0.1.")
        if method not in _METHODS:
            return PlainTextResponse("There is nothing of this kind here.", 405)
        if origin is not None and origin != f"http://{host}":
            return _refused("The request comes from another site.")
        if method not in _SAFE and (origin is None or headers.get("sec-fetch-site", "none") not in _OWN_SITE):
            return _refused("A change must come from this page itself.")
        return None

    def _entry(self, scope: Scope) -> Response | None:
        """None for who has the cookie; the cookie for who brings the token; else a refusal."""
        token = QueryParams(scope["query_string"]).get("token")
        if scope["path"] == "/" and token is not None and _same(token, self._key.token):
            answer = RedirectResponse("/", 303)
            answer.set_cookie(self._key.cookie, self._key.token, httponly=True, samesite="strict", path="/")
            return answer
        if _same(_cookie(Headers(scope=scope), self._key.cookie), self._key.token):
            return None
        return _refused("Open the address that 'doichieu review' printed: it holds the token that lets you in.")


def _refused(why: str) -> Response:
    return PlainTextResponse(why, 403)


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), wanted.encode())


def _cookie(headers: Headers, name: str) -> str:
    try:
        jar = SimpleCookie("; ".join(headers.getlist("cookie")))
    except CookieError:
        return ""
    return jar[name].value if name in jar else ""
