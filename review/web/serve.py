"""Serving the review on this machine until Ctrl-C."""

from __future__ import annotations

import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from records.errors import FileAccess
from review.web.app import make_app
from review.web.guard import new_key
from store.archive import Archive

HOST = "127.0.0.1"


def serve(archive: Archive, port: int, who: str, tell: Callable[[str], None], *, browser: bool) -> None:
    """Serve the review of an open archive; ``tell`` is given the address with the token once it answers.

    port 0 takes any that is free. Returns when the reviewer ends it. Raises FileAccess where the port is taken.
    """
    with _listening(port) as listener:
        key = new_key(listener.getsockname()[1])
        config = uvicorn.Config(
            make_app(archive, key, who), log_level="warning", access_log=False, server_header=False, ws="none",
            proxy_headers=False, lifespan="off", timeout_graceful_shutdown=3,
        )  # fmt: skip
        tell(key.url)
        if browser:
            threading.Thread(target=webbrowser.open, args=(key.url,), daemon=True).start()
        try:
            uvicorn.Server(config).run(sockets=[listener])
        except KeyboardInterrupt:
            return


def _listening(port: int) -> socket.socket:
    """A socket that only this machine reaches; it takes connections from now on, so that the address works at once."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise FileAccess(f"port {port} cannot be used: {error.strerror or error}", "Give another --port.") from error
    return listener
