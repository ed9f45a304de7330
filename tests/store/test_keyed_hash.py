"""The keyed hash is the HMAC that everyone else computes."""

import hashlib
import hmac
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.store.keyed_hash import keyed_hash


def test_a_published_value() -> None:
    """RFC 4231, test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash(b"Jefe")("what do ya want for nothing?") == expected


WRITTEN_BEFORE: Final = (
    (b"", "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad"),
    (b"a key of a workspace", "F7KQ-2M9X", "543a58a0d74b81d7fa18f65cd1c58d8369d5cb6e2e4f65102cec5ae9f09a1dff"),
    (
        bytes(range(32)),
        "Ä \x1f \U0001f642",
        "25ceffc23ed774cf11e7bf2fae34e56354e3ab024826a83c211e27c515c28b85",
    ),
    (b"x" * 64, "row 1", "d654f95662bd105d4ba93248bbdfeaa5e9d56ba0bbc39c7421eb46837be668e9"),
)


@pytest.mark.parametrize(("key", "words", "digest"), WRITTEN_BEFORE)
def test_a_digest_that_a_database_holds_already_is_found_again(key: bytes, words: str, digest: str) -> None:
    assert keyed_hash(key)(words) == digest


@given(key=st.binary(max_size=200), words=st.lists(st.text(), max_size=3))
def test_it_is_what_the_library_says_each_time(key: bytes, words: list[str]) -> None:
    hashed = keyed_hash(key)
    assert [hashed(one) for one in words] == [hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in words]
