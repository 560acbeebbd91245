"""What a page's text is worth: clean, legacy, read in the wrong language, garbage, empty, or too little to tell.

Evidence, in this order: syllables of Vietnamese among the words; trial decoding of odd words, helped by font names;
signs that no text has; letter profiles of Vietnamese, Vietnamese without accents, English, French, wrong-language
readings and Vietnamese with letters lost, by passages of some words that vote. Thresholds were set on training text and
are measured on held-out pages by ``python -m benchmarks.verdict``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from nlp.repair.fonts import font_encoding
from nlp.repair.normalise import compose
from nlp.repair.profiles import kinds, score, tokens
from nlp.repair.syllables import bare, counts, strip_accents
from nlp.repair.trial import Trial, looks_viqr, try_encodings
from records.page import Judgement, Verdict

ENOUGH = 50  # words from which a page is always judged
FEW = 4  # words below which nothing is said
PASSAGE = 25  # words that vote together
MIXED = 0.08  # share of odd words from which a page is not plainly clean
EXPLAINED = 0.65  # share of odd words that must be syllables, as they are or decoded
DECODED = 0.6  # share of the odd words that are no syllables as they stand which decoding must make syllables
ACCENTED = 0.2  # share of a page's words that bear accents once decoded: a reading in English has fewer
FOREIGN_NAMES = 0.3  # share of accented syllables of a Vietnamese list of names from elsewhere (species, places)
READABLE = 0.73  # share of syllables, accents apart, that tells wrong accents (0.74 and more) from missing letters
MARGIN = 15.0  # nats by which the best kind must lead on a page of fewer words than ENOUGH
_BAD = re.compile(r"\(cid:\d+\)|[\ufffd\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")
_SCRIPT = re.compile(r"[^\W\d_A-Za-zÀ-ɏḀ-ỿ]")
_OUTCOMES = {
    "vi": (Verdict.CLEAN, "vi", "Vietnamese with its accents"),
    "vi-ascii": (Verdict.WRONG_LANGUAGE, "vi-ascii", "no accents"),
    "en": (Verdict.CLEAN, "en", "English"),
    "fr": (Verdict.CLEAN, "fr", "French"),
    "other": (Verdict.ABSTAINED, None, "another language"),
    "ocr": (Verdict.WRONG_LANGUAGE, "vi", "Vietnamese read as another language"),
    "gaps": (Verdict.GARBAGE, None, "letters are missing"),
    "noise": (Verdict.GARBAGE, None, "letters of no language"),
}
_AKIN = {"vi-ascii": "ocr", "noise": "gaps"}  # kinds with the same verdict: between them no lead is asked for


@dataclass(frozen=True, slots=True)
class _Words:
    """The page's words: how many are syllables; beyond ASCII, how many are syllables (accented) and are not (odd)."""

    words: list[str]
    syllables: int
    accented: int
    odd: int

    @property
    def count(self) -> int:
        return len(self.words)

    @property
    def share(self) -> float:
        return self.syllables / len(self.words)


def judge(text: str, fonts: Sequence[str] = ()) -> Judgement:
    """The verdict on a page's text. fonts: names of the fonts it is set in, where known.

    >>> judge("Căn cứ báo cáo của các đơn vị, Ban Thường vụ đánh giá kết quả như sau").verdict.value
    'clean'
    >>> found = judge("C¨n cø b¸o c¸o cña c¸c ®¬n vÞ, Ban Th­êng vô ®¸nh gi¸ kÕt qu¶ nh­ sau")
    >>> found.verdict.value, found.encoding
    ('legacy', 'tcvn3')
    """
    page = _measure(compose(text))
    if not page.words:
        return _wordless(text)
    if page.share >= 0.85 and page.accented >= max(FEW, 0.25 * page.count) and page.odd < MIXED * page.count:
        return _clean(page)
    legacy = _legacy(text, page, fonts)
    if legacy is not None:
        return legacy
    return _broken(text, page) or _mostly_figures(text, page) or _by_profile(page)


def _measure(text: str) -> _Words:
    words = tokens(text)
    known = counts()
    found = [word for word in words if word in known]
    accented = sum(not word.isascii() for word in found)
    return _Words(words, len(found), accented, sum(not word.isascii() for word in words) - accented)


def _wordless(text: str) -> Judgement:
    if not text.strip():
        return Judgement(Verdict.EMPTY, reason="no text")
    return Judgement(Verdict.ABSTAINED, reason="figures and signs only")


def _clean(page: _Words) -> Judgement:
    return Judgement(Verdict.CLEAN, page.share, page.count, language="vi", reason="Vietnamese with its accents")


def _legacy(text: str, page: _Words, fonts: Sequence[str]) -> Judgement | None:
    """Legacy where decoding turns most of the odd words into syllables; a clean page may hold some, and says so."""
    if not page.odd and not looks_viqr(text):
        return None
    trial = try_encodings(text, fonts)
    if trial.encoding is None or not (_convinces(trial, page) or _is_promised(trial, fonts)):
        return None
    found = f"{trial.fixed} of {trial.tried} odd words are syllables in {trial.encoding}, {trial.kept} as they stand"
    share = min(1.0, (page.syllables + (trial.fixed + trial.both) * trial.odd / trial.tried) / page.count)
    if page.count < ENOUGH and trial.fixed < 3 * trial.kept < 9 * trial.fixed:
        return Judgement(Verdict.ABSTAINED, page.share, page.count, trial.encoding, "vi", f"mixed: {found}")
    if trial.kept >= trial.fixed:
        return Judgement(Verdict.CLEAN, page.share, page.count, trial.encoding, "vi", f"mixed: {found}")
    return Judgement(Verdict.LEGACY, share, page.count, trial.encoding, "vi", found)


def _convinces(trial: Trial, page: _Words) -> bool:
    """Enough words, most of them explained, and too many fixed for chance."""
    return (
        trial.fixed >= max(3, MIXED * trial.tried)
        and trial.fixed + trial.kept + trial.both >= EXPLAINED * trial.tried
        and trial.fixed >= DECODED * (trial.tried - trial.kept - trial.both)
        and trial.odd >= MIXED * page.count
        and (trial.fixed + trial.kept + trial.both) * trial.odd >= ACCENTED * page.count * trial.tried
    )


def _is_promised(trial: Trial, fonts: Sequence[str]) -> bool:
    """A line or two in a font that promises the encoding: no word speaks against it."""
    promised = any(font_encoding(font)[0] == trial.encoding for font in fonts)
    return promised and trial.fixed > 0 and trial.kept == 0 and 2 * (trial.fixed + trial.both) >= trial.tried


def _broken(text: str, page: _Words) -> Judgement | None:
    """Garbage by its signs: undecoded glyph numbers, replacement, private and control characters; other scripts."""
    signs = sum(not char.isspace() for char in text)
    bad = len(_BAD.findall(text))
    if bad * 20 > signs:
        return Judgement(Verdict.GARBAGE, page.share, page.count, reason=f"{bad} characters without meaning")
    foreign = len(_SCRIPT.findall(text))
    if foreign > len(_LATIN.findall(text)):
        return Judgement(Verdict.ABSTAINED, page.share, page.count, reason="letters of another script")
    return None


def _mostly_figures(text: str, page: _Words) -> Judgement | None:
    """A table: so few words among the figures that they are units and heads."""
    if page.count < ENOUGH and page.count * 8 < len(text.split()):
        return Judgement(Verdict.ABSTAINED, page.share, page.count, reason="mostly figures")
    return None


def _by_profile(page: _Words) -> Judgement:
    """The kind that most passages vote for, by their words; a lead that is too small on a short page abstains."""
    votes: Counter[str] = Counter()
    lead = 0.0
    for start in range(0, page.count, PASSAGE):
        passage = page.words[start : start + PASSAGE]
        kind, nats = _kind(passage)
        votes[kind] += len(passage)
        lead += nats
    kind, voted = votes.most_common(1)[0]
    divided = any(_AKIN.get(other, other) != _AKIN.get(kind, kind) for other in votes)
    if page.count < ENOUGH and (page.count < FEW or lead < MARGIN or divided):
        return Judgement(Verdict.ABSTAINED, page.share, page.count, reason=f"too few words to tell; nearest: {kind}")
    return _outcome(kind, voted / page.count, page)


def _kind(passage: Sequence[str]) -> tuple[str, float]:
    """The likeliest kind of a passage, and the nats by which it leads the best kind of another outcome."""
    totals = dict(zip(kinds(), map(sum, zip(*map(score, passage), strict=True)), strict=True))
    best = max(totals, key=totals.__getitem__)
    rivals = [total for kind, total in totals.items() if _AKIN.get(kind, kind) != _AKIN.get(best, best)]
    return best, (totals[best] - max(rivals)) / 100


def _outcome(kind: str, voted: float, page: _Words) -> Judgement:
    if kind == "noise" and page.accented >= FOREIGN_NAMES * page.count:
        return _clean(page)
    if kind == "gaps" and _plain_share(page) >= READABLE:
        kind = "ocr"  # read by ``fra``: the accents are wrong, but the letters are there
    verdict, language, reason = _OUTCOMES[kind]
    share = voted if language in {"en", "fr"} else page.share
    if language == "vi-ascii":
        share = _plain_share(page)
    return Judgement(verdict, share, page.count, language=language, reason=reason)


def _plain_share(page: _Words) -> float:
    """Share of its words that are syllables once all accents are taken away."""
    plain = bare()
    return sum(strip_accents(word) in plain for word in page.words) / page.count
