"""One tree of errors; each class holds its exit code and the user's next step.

Bad documents are data: a :class:`BadDocument` becomes a row of ``quarantine.csv``. Broken tools and wrong use are
exceptions that end the command with their ``exit_code``.
"""

from __future__ import annotations


class DoichieuError(Exception):
    """Root of every error that the project raises on purpose."""

    exit_code: int = 15
    advice: str = "Run again with -v for details."

    def __init__(self, reason: str, advice: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        if advice is not None:
            self.advice = advice

    def __reduce__(self) -> tuple[type[DoichieuError], tuple[str, str]]:
        """Keep reason and advice when an error crosses from a worker process."""
        return type(self), (self.reason, self.advice)


class UsageError(DoichieuError):
    """The command line asks for something that does not exist or does not fit together."""

    exit_code = 1
    advice = "See --help of the command."


class NothingRead(DoichieuError):
    """No document of the input could be read."""

    exit_code = 2
    advice = "See quarantine.csv in the archive for the reason of each file."


class MissingProgram(DoichieuError):
    """A program or language data that the work needs is not installed."""

    exit_code = 3
    advice = "Run 'doichieu doctor' to see what is missing and how to get it."


class FileAccess(DoichieuError):
    """A file or folder cannot be read or written."""

    exit_code = 5
    advice = "Check the path, its permissions and the free space of the disk."


class ArchiveBusy(FileAccess):
    """Another run holds the archive."""

    advice = "Wait for the other run to end, or give this run another --archive."


class ProgramFailed(DoichieuError):
    """An external program ran and failed, hung, or answered nonsense."""

    exit_code = 7
    advice = "Run 'doichieu doctor'; then try the file alone with -v."


class BadConfiguration(DoichieuError):
    """A setting in doichieu.toml or the environment is unknown or has a wrong value."""

    exit_code = 9
    advice = "Mend the named setting; 'doichieu run --help' lists them."


class BadDocument(DoichieuError):
    """A file that cannot become a record; it goes to quarantine with this reason."""

    stage: str = "triage"
    advice = "Open the file by hand; if it is sound, report it."


class EncryptedDocument(BadDocument):
    """The file needs a password."""

    exit_code = 8
    advice = "Save a copy without the password and run again."


class UnsupportedKind(BadDocument):
    """The bytes are of no kind that is read here."""

    advice = "Convert the file to PDF, TIFF, PNG, JPEG, an Office format or UTF-8 text."


class TooLarge(BadDocument):
    """The file is above a limit on bytes, pages or pixels."""

    advice = "Split the file, or raise the limit in doichieu.toml if you trust it."


class DamagedDocument(BadDocument):
    """The file is cut short or broken beyond what can be recovered."""

    advice = "Get the file again from its source, or repair it (for a PDF: qpdf or mutool clean)."


class PageFailed(BadDocument):
    """One page could not be read; the other pages of the document are kept."""

    stage = "ocr"
    advice = "Look at the page; run again with --only-failed and a longer --page-timeout."
