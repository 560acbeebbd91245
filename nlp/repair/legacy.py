"""Text in the encodings of before Unicode (TCVN3, VNI, VPS, VISCII, VIQR, Vietware, BK HCM, Windows-1258) made Unicode.

Also UTF-8 that was read as Windows-1252. Characters that belong to no Vietnamese letter stay as they are; digits are
never touched. Capitals of TCVN3 lie on small letters: the font's name (``.VnTimeH``) or the capitals around tell.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence

from nlp.repair.codec import WINDOWS, Codec, codec, encodings
from nlp.repair.fonts import draws_capitals
from nlp.repair.syllables import counts
from nlp.repair.viqr import decode_viqr

_TONED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_PLAIN_CAPITALS = "A-ZĂÂĐÊÔƠƯ"
_MIXED_CASE = re.compile(rf"(?<![^\W\d_])[{_PLAIN_CAPITALS}]*[{_TONED}][{_PLAIN_CAPITALS}{_TONED}]*(?![^\W\d_])")
_CAPITALS = re.compile(rf"[{_PLAIN_CAPITALS}]")
_SMALL = re.compile(r"[a-zăâđêôơư]")
_SURE_CASE = re.compile(rf"[a-zăâđêôơư]|[{_PLAIN_CAPITALS}].*[{_PLAIN_CAPITALS}]")
_APART = re.compile(r"[\n\d:;./()]")  # beyond these a neighbour says nothing: Số: 12/QĐ-UB
_WORD = re.compile(r"[^\W\d_]+")
_HYPHEN_LETTER = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,4}-[^\W\d_]+")
_LOST_HORN = re.compile(r"(?<![^\W\d_])[^\W\d_]*[ơờớởỡợ](?:c|i|m|n|ng|p|t|u)(?![^\W\d_])")


def decode_bytes(data: bytes, encoding: str) -> str:
    """A file's bytes as text; encoding is one of ``codec.encodings()``, or one that Python knows.

    Raises:
        LookupError: no such encoding.
    """
    if encoding not in encodings():
        return unicodedata.normalize("NFC", codecs.lookup(encoding).decode(data, "replace")[0])
    return decode_text(codecs.charmap_decode(data, "strict", WINDOWS)[0], encoding)


def decode_text(text: str, encoding: str, fonts: Sequence[str] = ()) -> str:
    """Text that shows legacy bytes as Latin letters (a PDF's text layer, say) as Vietnamese in NFC.

    fonts: names of the fonts the text is set in; where all draw capitals the result is in capitals.

    >>> decode_text("Céng hoµ x· héi", "tcvn3"), decode_text("BAÙO CAÙO", "vni")
    ('Cộng hoà xã hội', 'BÁO CÁO')
    >>> decode_text("b¸o c¸o", "tcvn3", [".VnTimeH"]), decode_text("Vie^.t Nam la` ta.", "viqr")
    ('BÁO CÁO', 'Việt Nam là ta.')
    """
    table = codec(encoding)
    decoded = decode_viqr(text) if encoding == "viqr" else table.decode(text)
    if encoding == "tcvn3":
        decoded = _horns(text, decoded)
    if draws_capitals(fonts):
        return decoded.upper()
    return _restore_capitals(decoded) if table.shared_case else decoded


def encode(text: str, encoding: str) -> bytes:
    """Text as legacy bytes; what the encoding has no code for becomes "?" (the way round is for tests and samples)."""
    table: Codec = codec(encoding)
    return b"".join(table.written.get(char) or char.encode("cp1252", "replace") for char in text)


def _restore_capitals(text: str) -> str:
    """Words of capitals whose toned letters came out small: BáO CáO becomes BÁO CÁO."""
    return _MIXED_CASE.sub(_capital_word, text)


def _capital_word(found: re.Match[str]) -> str:
    word = found[0]
    capitals = len(_CAPITALS.findall(word))
    if capitals > 1 or (capitals == 1 and word[0] in _TONED):
        return word.upper()
    return word.upper() if _among_capitals(found) else word


def _among_capitals(found: re.Match[str]) -> bool:
    """True when the nearest words of the line whose case is sure are capitals: Tổ alone may be TỔ."""
    before = _APART.split(found.string[max(0, found.start() - 24) : found.start()])[-1]
    after = _APART.split(found.string[found.end() : found.end() + 24])[0]
    left, right = (list(filter(_SURE_CASE.search, _WORD.findall(side))) for side in (before, after))
    near = left[-1:] + right[:1]
    return bool(near) and not any(_SMALL.search(word) for word in near)


def _horns(raw: str, text: str) -> str:
    """ư (a soft hyphen in Latin-1) that became a hyphen, h-ớng, or was lost, trờng: where that makes a syllable."""
    if "-" in text:
        text = _HYPHEN_LETTER.sub(lambda found: _if_syllable(found[0], found[0].replace("-", "ư", 1)), text)
    if "\xad" not in raw and "\u2212" not in raw:
        text = _LOST_HORN.sub(
            lambda found: _if_syllable(found[0], re.sub("(?=[ơờớởỡợ])", "ư", found[0], count=1)), text
        )
    return text


def _if_syllable(word: str, repaired: str) -> str:
    known = counts()
    return repaired if repaired.lower() in known and word.lower() not in known else word
