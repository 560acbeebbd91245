"""Two readings of a page side by side: which words belong together, and what is kept of their dissent."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nlp.repair.restore import Beside
from nlp.repair.vote import align, alternatives, beside

READ = "Sở Y tế báo cáo kết quả công tác năm 2017 của đơn vị"


def test_words_meet_over_lost_and_odd_ones() -> None:
    found = align(["Sở", "Y", "tế", "báo", "cáo", "kết", "quả"], ["So", "Y", "bao", "c6o", "ket", "|", "qua"])
    assert {READ.split()[i]: ["So", "Y", "bao", "c6o", "ket", "|", "qua"][j] for i, j in found.items()} == {
        "Sở": "So", "Y": "Y", "báo": "bao", "cáo": "c6o", "kết": "ket", "quả": "qua",
    }  # fmt: skip


def test_a_layer_of_another_page_says_nothing() -> None:
    assert beside(READ, "Quarterly earnings rose by two percent in March") is None
    assert beside("", READ) is None


def test_accents_of_the_layer_are_noticed() -> None:
    full, bare = beside(READ, READ), beside(READ, "So Y te bao cao ket qua cong tac nam 2017 cua don vi")
    assert full is not None
    assert bare is not None
    assert (full.accented, bare.accented) == (True, False)


def test_dissent_over_figures_is_kept_not_made() -> None:
    layer = beside(READ, READ.replace("2017", "2011").replace("đơn", "đến"))
    assert layer is not None
    assert [(e.before, e.after, e.runner_up) for e in alternatives(READ, (), layer)] == [
        ("2017", "2017", "2011"),
        ("đơn", "đơn", "đến"),
    ]
    assert [e.runner_up for e in alternatives(READ, (), Beside(layer.words, False))] == ["2011"]


@given(st.lists(st.text("abđếo1 ", max_size=4), max_size=12), st.lists(st.text("abđếo1 ", max_size=4), max_size=12))
def test_pairs_never_cross(mine: list[str], others: list[str]) -> None:
    pairs = sorted(align(mine, others).items())
    assert all(i < len(mine) and j < len(others) for i, j in pairs)
    assert all(a[1] < b[1] for a, b in pairwise(pairs))
