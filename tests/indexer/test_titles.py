from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.reference import NamedDocument, abbreviates
from indexer.titles import Titles

words = st.text("甲乙丙丁戊", max_size=7)


@settings(max_examples=200, deadline=None)
@given(st.lists(words, max_size=8), st.lists(words, max_size=3), st.booleans())
def test_no_title_that_a_phrase_abbreviates_is_passed_over(titles: list[str], phrases: list[str], named: bool) -> None:
    documents = [NamedDocument(str(at), title, (f"令{at % 3}",), "", True) for at, title in enumerate(titles)]
    numbers = {"令1"} if named else set()
    found = [document.doc_id for document in Titles(documents).near(phrases, numbers)]
    wanted = [
        document.doc_id
        for document in documents
        if numbers & set(document.names) or any(abbreviates(phrase, document.bare) > 0 for phrase in phrases)
    ]
    assert set(wanted) <= set(found)
    assert found == sorted(found, key=int)
