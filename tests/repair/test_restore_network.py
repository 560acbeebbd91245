"""The network over candidates, the settling of words, and the lattices both work on."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.repair.restore import engine, restore
from nlp.repair.restore.channel import strokes
from nlp.repair.restore.context import BLOCK, Context, Signs
from nlp.repair.restore.engine import MODELS, stretches, tools
from nlp.repair.restore.lattice import joined
from nlp.repair.restore.pieces import Piece, pieces
from nlp.repair.restore.search import Lattice
from nlp.repair.restore.settle import Settler, best, paths

MODEL, CHANNEL, FILLER = tools(MODELS, "channel_eng")
CONTEXT = Context(MODELS / "context")
READ = (
    "Thuc hién Quyét dinh cua Uy ban nhan dan tinh vé viéc t6 chtfc phong trao thi dua. Lién doan Lao dong da chi dao"
)
LETTER = f"""{READ} cac cép Cong doan trién khai thuc hién;
ban hanh Ké hoach va phdi hop véi cac co quan, don vj trong tinh."""


def looked(text: str) -> tuple[Lattice, Signs]:
    found = list(pieces(text))
    filled = FILLER.fill(text, found)
    return filled.lattice, engine.signs(text, found, filled.position)


def test_shares_of_a_place_sum_to_one() -> None:
    lattice, signs = looked(READ)
    seen = CONTEXT.look(lattice, MODEL.unigrams, signs)
    assert np.add.reduceat(np.exp(seen.scores), lattice.first) == pytest.approx(np.ones(len(lattice.first)), abs=1e-4)
    assert seen.cases.shape == (len(lattice.words), 3)


def test_words_around_a_place_decide() -> None:
    spoken = {}
    for text in ("t6c dé xe chay", "dé nghi xem xét"):
        lattice, signs = looked(text)
        scores = CONTEXT.look(lattice, MODEL.unigrams, signs).scores
        place = text.split().index("dé")
        own = slice(int(lattice.first[place]), int(lattice.first[place] + lattice.count[place]))
        spoken[text] = MODEL.words[int(lattice.words[own][scores[own].argmax()])]
    assert spoken == {"t6c dé xe chay": "độ", "dé nghi xem xét": "đề"}


def test_work_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lattice, signs = looked(" ".join([READ] * 12))
    assert len(lattice.first) < BLOCK
    whole = CONTEXT.look(lattice, MODEL.unigrams, signs).scores
    monkeypatch.setattr("nlp.repair.restore.context.BLOCK", 50)
    assert CONTEXT.look(lattice, MODEL.unigrams, signs).scores == pytest.approx(whole, abs=1e-3)


def test_settling_never_makes_a_text_less_likely() -> None:
    lattice, _ = looked(READ)
    start = best(lattice.scores, lattice)
    settled = Settler(MODEL, lattice, lattice.scores, 1.0).settle(start)
    before, after = (paths(MODEL, lattice, chosen, 1.0).sum() for chosen in (start, settled))
    assert after > before + 10
    assert (np.searchsorted(lattice.first, settled, side="right") - 1 == np.arange(len(settled))).all()


def test_lattices_in_a_row_are_one() -> None:
    found = list(pieces(READ))
    cut = next(n for n, piece in enumerate(found) if piece.opens and n)
    whole = FILLER.fill(READ, found)
    parts = joined([(FILLER.fill(READ, found[:cut]), 0), (FILLER.fill(READ, found[cut:]), cut)])
    assert (parts.position == whole.position).all()
    assert (parts.lattice.words == whole.lattice.words).all()
    kept = parts.as_read | (np.arange(len(parts.cases)) == parts.lattice.first[parts.owner])
    few = parts.only(kept)
    spelled = [FILLER.spelling(few, n) for n in range(len(few.cases))]
    assert spelled == [FILLER.spelling(parts, int(n)) for n in np.flatnonzero(kept)]


@given(st.lists(st.booleans(), max_size=60))
def test_stretches_are_whole_sentences(opens: list[bool]) -> None:
    found = [Piece(n * 3, "a", first or not n) for n, first in enumerate(opens)]
    spans = stretches(found)
    assert [n for start, end in spans for n in range(start, end)] == list(range(len(found)))
    assert all(found[start].opens for start, _ in spans if found)


def test_long_texts_are_worked_on_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n\n".join([LETTER] * 3)
    whole = restore(text)[0]
    monkeypatch.setattr(engine, "STRETCH", 10)
    assert restore(text)[0] == whole
    assert "Liên đoàn Lao động đã chỉ đạo các cấp Công đoàn" in whole


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Tudo ngon luan", "Tự do ngôn luận"),
        ("Doan kiém tra‘chi dao", "kiểm tra chỉ đạo"),
        ("nguyén tac taisan", "nguyên tắc tài sản"),
    ],
)
def test_words_run_together_are_two(read: str, true: str) -> None:
    assert true in restore(f"{LETTER} {read}.")[0]


@pytest.mark.parametrize("word", ["UBND", "HDND", "QH13", "meeting", "NLDLD", "12nam"])
def test_words_that_are_one_stay_one(word: str) -> None:
    found = FILLER.part([Piece(0, word, True)])
    assert [piece.text for piece in found] == [word]


@pytest.mark.parametrize("figure", ["I", "II", "III", "VII", "XIV", "ii", "iii"])
def test_roman_figures_stay(figure: str) -> None:
    assert f"{figure}. Mục tiêu" in restore(f"{LETTER}\n{figure}. Muc tiéu, nhiém vu")[0]


@pytest.mark.parametrize(("read", "true"), [("Ill", "III"), ("XIH", "XIII"), ("VIIL", "VIII")])
def test_roman_figures_are_known_by_their_strokes(read: str, true: str) -> None:
    assert strokes(read) == strokes(true)
    assert strokes(read[:-1]) != strokes(true)


def test_a_dollar_sign_may_be_a_letter_but_money_is_money() -> None:
    text = restore(f"{LETTER}\n$6 Xay dung phéi hgp véi $6 Tai chinh chi 500$ va $60 cho hai don vi")[0]
    assert "Sở Xây dựng phối hợp với Sở Tài chính" in text
    assert "500$" in text
    assert "$60" in text


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.sampled_from(["$5", "$6", "7", "I", "II", "iv", "12.5", "Tudo", "dé", "x", ".", "\n\n"]), max_size=25)
)
def test_figures_among_misread_words_stay(words: list[str]) -> None:
    text = " ".join([LETTER, *words])
    restored, edits = restore(text)
    assert not [e for e in edits if e.changes and e.before.strip().isdigit()]
    assert restore(restored) == (restored, ())
