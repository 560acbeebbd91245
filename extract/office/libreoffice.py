"""LibreOffice without a window: old Office files turned into formats that can be read; the only module that runs it.

The program is the one that the environment variable SOFFICE_CMD names, else ``soffice`` or ``libreoffice`` on the PATH.
Word-like files become .docx, spreadsheets and presentations flat OpenDocument (one XML file): both keep the name of the
font of every run, and OpenDocument the figures of a cell as they are displayed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.office.ole import needs_password
from records.document import Kind, Limits
from records.errors import BadDocument, DamagedDocument, EncryptedDocument, FileAccess, MissingProgram

#: What each kind is converted to.
TARGETS: Mapping[Kind, str] = {
    Kind.DOC: "docx", Kind.RTF: "docx", Kind.ODT: "docx",
    Kind.XLS: "fods", Kind.XLSX: "fods", Kind.ODS: "fods",
    Kind.PPT: "fodp", Kind.PPTX: "fodp", Kind.ODP: "fodp",
}  # fmt: skip
_ADVICE = (
    "Install it (Debian/Ubuntu: apt-get install libreoffice-writer libreoffice-calc libreoffice-impress; "
    "macOS: brew install --cask libreoffice), then run again with --only-failed."
)
#: Settings of the profile. Figures are shown as in Vietnam (1.234,5), for a file does not say; nothing runs, nothing
#: is fetched.
_SETTINGS = (
    ("org.openoffice.Setup/L10N", "ooSetupSystemLocale", "vi-VN"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Save/Document", "CreateBackup", "false"),
    ("org.openoffice.Office.Java/VirtualMachine", "Enable", "false"),
)
#: Its own process group dies with it: a watcher in the group ends all of it as soon as the pipe from us is closed,
#: which the kernel does when this process dies, however it dies. ulimit -f counts blocks of 512 bytes.
_GUARD = 'ulimit -f "$1"; shift; exec 3<&0; { read _ <&3; kill -9 0; } & exec "$@" </dev/null 3<&-'


def program() -> str | None:
    """Path of LibreOffice's program, or None where it is not installed."""
    named = os.environ.get("SOFFICE_CMD")
    return shutil.which(named) if named else shutil.which("soffice") or shutil.which("libreoffice")


@contextmanager
def converted(path: Path, kind: Kind, scratch: str | None, timeout: float, limits: Limits) -> Iterator[Path]:
    """Path of a converted copy (``TARGETS[kind]``), gone after the block.

    scratch is a folder for the copy and for LibreOffice's profile, which is kept there for the next file of this
    thread; timeout is in seconds.

    Raises:
        MissingProgram: LibreOffice is not installed.
        EncryptedDocument: the file needs a password.
        DamagedDocument, BadDocument: it cannot be read; LibreOffice crashed or did not end in time.
        FileAccess: the scratch folder cannot be written.
    """
    command = program()
    if command is None:
        raise MissingProgram(f"LibreOffice, which reads {kind.value} files, is not installed", _ADVICE)
    with _folder(scratch) as folder:
        try:
            copy = Path(shutil.copyfile(path, folder / f"in.{kind.value}"))
            profile = _profile(Path(scratch) if scratch else folder)
        except OSError as error:
            raise FileAccess(f"no copy of {path.name} can be made: {error.strerror or error}") from error
        target = folder / "out" / f"in.{TARGETS[kind]}"
        ended = _run(_command(command, profile, target, copy), folder / "said.txt", timeout, limits)
        if ended != 0 or not target.exists():
            shutil.rmtree(profile, ignore_errors=True)  # whatever broke may have broken it too
            raise _failure(path, ended, folder / "said.txt", timeout)
        yield target


@contextmanager
def _folder(scratch: str | None) -> Iterator[Path]:
    try:
        made = tempfile.TemporaryDirectory(prefix="office-", dir=scratch, ignore_cleanup_errors=True)
    except OSError as error:
        place = scratch or tempfile.gettempdir()
        raise FileAccess(f"{place} cannot be written: {error.strerror or error}") from error
    with made as folder:
        yield Path(folder)


def _profile(scratch: Path) -> Path:
    """The folder of this thread's LibreOffice profile, made with its settings where it is not there."""
    profile = (scratch / f"soffice-{os.getpid()}-{threading.get_ident()}").absolute()
    settings = profile / "user" / "registrymodifications.xcu"
    if not settings.exists():
        settings.parent.mkdir(parents=True, exist_ok=True)
        items = "".join(
            f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
            for path, name, value in _SETTINGS
        )
        settings.write_text(
            '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
            f"{items}</oor:items>",
            encoding="utf-8",
        )
    return profile


def _command(command: str, profile: Path, target: Path, source: Path) -> list[str]:
    return [
        command, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
        "--nodefault", "--nofirststartwizard", "--convert-to", target.suffix[1:], "--outdir", str(target.parent),
        str(source),
    ]  # fmt: skip


def _run(command: list[str], said: Path, timeout: float, limits: Limits) -> int | None:
    """The exit status, or None when the time was up. Nothing of it is left running, whatever happens here."""
    guarded = ["/bin/sh", "-c", _GUARD, "sh", str(max(1, limits.max_bytes // 512)), *command]
    with said.open("wb") as output:
        running = subprocess.Popen(
            guarded, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
        try:
            return running.wait(timeout)
        except subprocess.TimeoutExpired:
            return None
        finally:
            with suppress(ProcessLookupError, PermissionError):  # macOS: no permission for a group of dead ones
                os.killpg(running.pid, signal.SIGKILL)
            running.communicate()


def _failure(path: Path, ended: int | None, said: Path, timeout: float) -> BadDocument:
    """The error for a conversion that left no file. LibreOffice ends with status 0 also where it could not load."""
    if needs_password(path):
        return EncryptedDocument(f"{path.name} is an Office file that needs a password")
    if ended is None:
        advice = "Open the file by hand; if it is sound, run again with --only-failed and a longer --page-timeout."
        return DamagedDocument(f"{path.name}: LibreOffice did not answer within {timeout:g} s", advice)
    if ended < 0 or ended > 128:
        number = -ended if ended < 0 else ended - 128
        return DamagedDocument(f"{path.name}: LibreOffice crashed over it (signal {number})")
    lines = [line.strip() for line in said.read_text("utf-8", "replace").splitlines() if "javaldx" not in line]
    last = next((line for line in reversed(lines) if line), f"status {ended}")
    return DamagedDocument(f"{path.name}: LibreOffice cannot read it: {last[-200:]}".replace(str(said.parent), "…"))
