"""Restoring Vietnamese read in the wrong language, and mending what the right language misread.

``restore(text)`` gives the restored text and its edits; ``mend(text, read)`` touches only words read unsurely. The
models lie in ``nlp/repair/models`` and are opened on first use (a tenth of a second, some 100 MB once touched).
"""

from __future__ import annotations

from collections.abc import Sequence

from nlp.repair.restore.engine import restorer
from nlp.repair.restore.mending import Beside, Read, mender
from records.edit import Edit, apply, undo


def restore(text: str) -> tuple[str, tuple[Edit, ...]]:
    """The text with Vietnamese that was read with ``-l eng`` or ``-l fra`` restored, and every edit.

    Clean Vietnamese and other languages come back as they are; figures are never changed; ``apply(text, edits)`` is the
    restored text, ``undo`` leads back. OSError where the models are missing.

    >>> restore("CONG HOA XA HOI CHU NGHIA VIET NAM")[0]
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM'
    """
    return restorer().restore(text)


def mend(text: str, read: Sequence[Read], beside: Beside | None = None) -> tuple[str, tuple[Edit, ...]]:
    """The text read with ``-l vie`` with its misread words mended, and every edit.

    ``read`` are its words' confidences, ``beside`` is what another reading of the same page says.

    >>> mend("QUYÉT ĐỊNH", [Read(0, 5, 60.0), Read(6, 10, 96.0)])[0]
    'QUYẾT ĐỊNH'
    """
    return mender().mend(text, read, beside)


__all__ = ["Beside", "Edit", "Read", "apply", "mend", "restore", "undo"]
