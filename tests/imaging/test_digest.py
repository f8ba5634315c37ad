import hashlib

import pytest

from cxrviewer.imaging.digest import digest_beside


@pytest.mark.parametrize("content", [b"", b"film", bytes(3_000_000)])
def test_it_is_the_sha_256_of_the_bytes(content):
    with digest_beside(content) as digest:
        assert digest() == digest() == hashlib.sha256(content).hexdigest()


def test_an_error_beside_it_goes_through_and_leaves_no_thread():
    with pytest.raises(ValueError, match="damaged"), digest_beside(bytes(3_000_000)):
        raise ValueError("damaged")
