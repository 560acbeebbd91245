"""What other rooms lend to the reading of a document, and what may be done with a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.ocr.engine import OcrEngine
from records.page import Judgement, Verdict, Word
from records.settings import Mode


class Action(StrEnum):
    """What is done with a page."""

    KEEP = "keep the text"
    DECODE = "decode the text"
    READ = "read the image"


@dataclass(frozen=True, slots=True)
class Tools:
    """The judge of text layers, the decoders of old encodings, the normal form of a word, the OCR engine.

    judge takes a page's text and its font names; decode_words takes words as the file shows them and their encoding
    (None: only what their fonts promise); decode_bytes takes a text file's bytes and their encoding; normalise takes
    a word.
    """

    judge: Callable[[str, Sequence[str]], Judgement]
    decode_words: Callable[[Sequence[Word], str | None], list[Word]]
    decode_bytes: Callable[[bytes, str], str]
    normalise: Callable[[str], str]
    engine: OcrEngine


@dataclass(frozen=True, slots=True)
class Plan:
    """What a page's text layer is and what a run would do with it."""

    page: int
    judgement: Judgement
    action: Action


def decide(mode: Mode, judgement: Judgement, is_scan: bool) -> Action:
    """What to do with a page: ``redo`` reads every image, ``keep`` trusts every text layer that is there.

    ``auto`` goes by the verdict; where it abstains, the layer over a scan is somebody's OCR and is read again.
    """
    verdict = judgement.verdict
    if verdict is Verdict.EMPTY or mode == "redo":
        return Action.READ
    if verdict is Verdict.LEGACY:
        return Action.DECODE
    if mode == "keep" or verdict is Verdict.CLEAN or (verdict is Verdict.ABSTAINED and not is_scan):
        return Action.KEEP
    return Action.READ
