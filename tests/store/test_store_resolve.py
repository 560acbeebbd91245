"""Citations find their documents; numbers that were not read surely are filled only on good evidence."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.facts import HeadField
from store import schema
from store.archive import Archive
from store.resolve import Known, Mention, Proposal, Register, open_heads, propose

KH = {"type": "KH", "issued_on": "2018-03-12", "issuer": "SỞ THỦY LỢI"}


def known(**change: object) -> Known:
    return Known(**({"id": "a", "number": "57/KH-STL", **KH} | change))  # type: ignore[arg-type]


def mention(number: object = "57/KH-STL", document: object = "b", **change: object) -> Mention:
    return Mention(**({"id": 1, "document": document, "number": number, **KH} | change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ({}, True),
        ({"issued_on": None}, True),
        ({"issued_on": "2018-03"}, True),
        ({"issued_on": "2018-03-13"}, False),
        ({"issuer": "Sở Thủy lợi tỉnh Sông Lam"}, True),
        ({"issuer": "Sở Nội vụ"}, False),
        ({"type": None}, True),
        ({"type": "BC"}, False),
        ({"number": "57 / kh-STL"}, True),
        ({"number": "57/KH-SXD"}, False),
        ({"document": "a"}, False),
    ],
)
def test_a_citation_means_the_document_that_nothing_contradicts(change: dict[str, object], found: bool) -> None:
    assert Register([known()]).find(mention(**change)) == ("a" if found else None)


def test_a_citation_that_fits_two_documents_means_none() -> None:
    register = Register([known(), known(id="c", issued_on="2019-03-12")])
    assert register.find(mention(issued_on=None)) is None
    assert register.find(mention(issued_on="2019-03-12")) == "c"


def proposals(heads: list[Known], mentions: list[Mention]) -> list[Proposal]:
    return propose(open_heads(heads), mentions, Register(heads))


def unsure(*readings: str, **change: object) -> Known:
    return known(**({"number": None, "readings": readings} | change))


@pytest.mark.parametrize(
    ("readings", "by", "outcome"),
    [
        (("57/KH-STL",), ("b",), "sure"),
        (("Số: 57 /",), ("b",), "sure"),
        (("5T/KH",), ("b", "c"), None),  # one digit read, two cited, and no title that agrees
        (("51/KH-STL",), ("b",), "proposed"),
        (("51/KH-STL",), ("b", "c"), "sure"),
        (("51/KH-STL",), ("b", "b"), "proposed"),  # twice in one document is one witness
        (("88/KH-STL",), ("b", "c"), None),
        (("570/KH-STL",), ("b", "c"), None),
        (("%~/KH-STL",), ("b", "c"), None),
        ((), ("b", "c"), None),  # a blank is no reading
        (("51/KH-STL",), ("a",), None),  # a document is no witness for itself
    ],
)
def test_a_number_is_filled_by_reading_and_citation(readings: tuple[str, ...], by: tuple[str, ...], outcome) -> None:
    found = proposals([unsure(*readings)], [mention(document=document) for document in by])
    assert [("sure" if item.sure else "proposed") for item in found] == ([] if outcome is None else [outcome])
    assert {item.number for item in found} <= {"57/KH-STL"}


def test_garbage_needs_the_title() -> None:
    head = unsure("%~/KH", title="Về việc nạo vét kênh mương nội đồng")
    after = "của Sở Thủy lợi về việc nạo vét kênh mương nội đồng, các trạm"
    assert [item.sure for item in proposals([head], [mention(after=after)])] == [False]
    assert [item.sure for item in proposals([head], [mention(after=after), mention(document="c")])] == [True]
    assert proposals([head], [mention(after="của Sở Thủy lợi về tuyển dụng viên chức năm 2018")]) == []
    contradicted = unsure("88/KH", title=head.title)
    assert proposals([contradicted], [mention(after=after)]) == []


def test_two_cited_numbers_fill_nothing() -> None:
    assert proposals([unsure("51/KH-STL")], [mention(), mention("58/KH-STL", document="c")]) == []


@pytest.mark.parametrize(
    "other",
    [
        {"number": "58/KH-STL", "issued_on": "2018-03-20"},
        {"number": "58/KH-STL", "issued_on": "2018-04-12"},
        {"number": "58/BC-STL", "type": "BC"},
        {"number": "58/KH-SNV", "issuer": "Sở Nội vụ"},
        {"number": "58/KH-STL", "issued_on": None},
    ],
)
def test_what_means_another_document_does_not_disturb(other: dict[str, object]) -> None:
    (found,) = proposals([unsure("57/KH-STL")], [mention(), mention(document="c", **other)])
    assert (found.number, found.sure) == ("57/KH-STL", True)


def test_a_number_that_another_document_surely_has_is_no_evidence() -> None:
    month = {"issued_on": "2018-03"}
    heads = [unsure("51/KH-STL", **month), known(id="z")]
    assert proposals(heads, [mention(), mention(document="c")]) == []
    (found,) = proposals(heads, [mention(), mention("61/KH-STL", "c"), mention("61/KH-STL", "d")])
    assert (found.number, found.document) == ("61/KH-STL", "a")


def test_a_number_that_two_documents_claim_goes_to_the_one_read_exactly() -> None:
    near, exact = unsure("51/KH-STL"), unsure("57/KH-STL", id="z")
    mentions = [mention(), mention(document="c")]
    assert [item.document for item in proposals([near, exact], mentions)] == ["z"]
    assert proposals([near, unsure("59/KH-STL", id="z")], mentions) == []


def save_shelf(archive: Archive, document, stamp) -> list[str]:
    head = {"type": "KH", "issued_on": "2018-03-12", "issuer": "SỞ THỦY LỢI"}
    shelf = [
        document("/kho/a.pdf", content="a", head=head, unsure=("51/KH-STL",)),
        document("/kho/b.pdf", content="b", cites=(("KH", "57/KH-STL", "2018-03-12", None),)),
        document("/kho/c.pdf", content="c", cites=(("KH", "57/KH-STL", "2018-03-12", "Sở Thủy lợi"),)),
        document(
            "/kho/d.pdf", content="d", head=head | {"number": "9/KH-STL"}, cites=(("KH", "57/KH-STL", None, None),)
        ),
    ]
    for item in shelf:
        archive.save(item, "s", stamp)
    return [item.id for item in shelf]


def everything(archive: Archive) -> list[list[dict[str, object]]]:
    tables = (schema.documents, schema.citations, schema.head_fields)
    return [[{**row, "id": None} for row in archive.rows(table)] for table in tables]


def test_an_archive_is_resolved_and_a_second_time_changes_nothing(either: Archive, document, stamp) -> None:
    unread, first, second, third = save_shelf(either, document, stamp)
    linked = either.resolve()
    assert (linked.citations, linked.numbers, linked.proposals) == (3, 1, 0)
    numbers = {row["id"]: row["number"] for row in either.rows(schema.documents)}
    assert numbers == {unread: "57/KH-STL", first: None, second: None, third: "9/KH-STL"}
    assert [row["cited_document"] for row in either.rows(schema.citations)] == [unread] * 3
    by = ", ".join(f"{name} (page 1, line 1)" for name in sorted((first, second)))
    filled = HeadField("number", "57/KH-STL", None, f"cited by {by}", (), "citation")
    assert either.facts(unread).head.fields[-1] == filled
    before = everything(either)
    assert either.resolve() == linked
    assert everything(either) == before


def test_what_no_longer_holds_is_taken_back(either: Archive, document, stamp) -> None:
    unread, _, second, _ = save_shelf(either, document, stamp)
    either.resolve()
    either.save(document("/kho/c.pdf", content="c"), "t", stamp)
    linked = either.resolve()
    assert (linked.citations, linked.numbers, linked.proposals) == (0, 0, 1)
    assert {row["number"] for row in either.rows(schema.documents)} == {None, "9/KH-STL"}
    (proposed,) = [item for item in either.facts(unread).head.fields if item.source == "citation"]
    assert (proposed.value, proposed.alternatives) == (None, ("57/KH-STL",))
    assert second not in str(proposed.reason)
    assert "not sure" in str(proposed.reason)


def test_the_title_is_looked_for_after_the_citation(either: Archive, document, stamp) -> None:
    head = {"type": "KH", "issued_on": "2018-03", "issuer": "SỞ THỦY LỢI", "title": "Nạo vét kênh mương nội đồng"}
    body = "Căn cứ\nThực hiện Kế hoạch số 57/KH-STL ngày 12/3/2018 về nạo vét kênh\nmương nội đồng"
    either.save(document(head=head, unsure=("~~/KH",)), "s", stamp)
    either.save(
        document("/kho/b.pdf", content="b", cites=(("KH", "57/KH-STL", "2018-03-12", None),), body=body), "s", stamp
    )
    assert either.resolve().proposals == 1


NUMBERS = st.sampled_from(["57/KH-STL", "51/KH-STL", "9/KH-STL"])
DATES = st.sampled_from([None, "2018-03", "2018-03-12", "2018-04-01"])
IDS = st.sampled_from("abcd")
HEADS = st.builds(
    Known, IDS, st.just("KH"), st.none() | NUMBERS, DATES, st.none(), readings=st.lists(NUMBERS, max_size=2).map(tuple)
)
MENTIONS = st.builds(Mention, st.just(1), IDS, st.just("KH"), NUMBERS, DATES, st.none())


@settings(deadline=None)
@given(st.lists(HEADS, max_size=4, unique_by=lambda head: head.id), st.lists(MENTIONS, max_size=6))
def test_a_proposal_is_always_a_number_that_another_document_cites(heads: list[Known], mentions: list[Mention]) -> None:
    found = proposals(heads, mentions)
    assert len({item.document for item in found}) == len(found)
    for item in found:
        assert all(m.document != item.document and m in mentions for m in item.cited_by)
        (head,) = [head for head in heads if head.id == item.document]
        assert head.number is None
        assert item.sure == (item.number in head.readings or len({m.document for m in item.cited_by}) > 1)
    assert found == proposals(heads[::-1], mentions[::-1])
