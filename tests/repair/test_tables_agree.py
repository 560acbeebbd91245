"""The encodings beside those that Python and the C library know."""

import shutil
import subprocess

import pytest

from nlp.repair.codec import codec
from nlp.repair.legacy import decode_bytes

LETTERS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
RARE_CAPITALS = set("ẲẴẪỶỸỴÕ")  # VISCII has them on control codes; forms written by typists differ


def iconv(data: bytes, encoding: str) -> str:
    """The bytes as iconv reads them."""
    done = subprocess.run(["iconv", "-f", encoding, "-t", "UTF-8"], input=data, capture_output=True, check=True)
    return done.stdout.decode()


def test_windows_1258_agrees_with_python() -> None:
    for code in range(0xA0, 0x100):
        data = bytes([0x20, code])
        if data.decode("cp1258")[1] in LETTERS + LETTERS.upper():
            assert decode_bytes(data, "cp1258") == data.decode("cp1258")


@pytest.mark.skipif(shutil.which("iconv") is None, reason="iconv is not installed")
@pytest.mark.parametrize(("name", "known_as"), [("tcvn3", "TCVN"), ("viscii", "VISCII")])
def test_letters_agree_with_iconv(name: str, known_as: str) -> None:
    written = codec(name).written
    letters = LETTERS if name == "tcvn3" else LETTERS + "".join(set(LETTERS.upper()) - RARE_CAPITALS)
    for letter in letters:
        assert iconv(written[letter] + b" ", known_as) == letter + " "
