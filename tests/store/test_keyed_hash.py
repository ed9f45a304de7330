"""The keyed hash is the HMAC that everyone else computes."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from imroc_audit.store.keyed_hash import keyed_hash


def test_a_published_value() -> None:
    """RFC 4231, test case 2."""
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert keyed_hash(b"Jefe")("what do ya want for nothing?") == expected


@given(key=st.binary(max_size=64), words=st.lists(st.text(), max_size=3))
def test_it_is_what_the_library_says_each_time(key: bytes, words: list[str]) -> None:
    hashed = keyed_hash(key)
    assert [hashed(one) for one in words] == [hmac.new(key, one.encode(), hashlib.sha256).hexdigest() for one in words]


def test_a_key_that_would_have_to_be_hashed_first_is_a_bug() -> None:
    with pytest.raises(ValueError, match="64 bytes"):
        keyed_hash(b"x" * 65)
