"""Text as it streams: whole characters, the same as at once, nothing of a stop string."""

import pytest

from cxrviewer.inference.decoding import StreamDecoder


class Bytes:
    """A vocabulary whose id N is the byte string number N."""

    def __init__(self, *pieces):
        self.parts = [piece if isinstance(piece, bytes) else piece.encode() for piece in pieces]

    def bytes_of(self, identifier):
        return self.parts[identifier]


def stream(*pieces):
    decoder = StreamDecoder(Bytes(*pieces))
    return [*(decoder.add(index) for index in range(len(pieces))), decoder.finish()], decoder


def test_korean_in_bytes_comes_as_whole_characters():
    text = "심장 크기"
    parts, _ = stream(*(bytes([byte]) for byte in text.encode()))
    assert "".join(parts) == text
    assert all(len(part) <= 1 for part in parts)
    assert "\ufffd" not in "".join(parts)


def test_only_the_space_before_the_first_word_goes():
    assert stream(" The", " heart", "\n", " is", "  big", " ")[0] == ["The", " heart", "\n", " is", "  big", " ", ""]
    assert "".join(stream("", "  a")[0]) == " a"


def test_bytes_that_make_no_character_are_shown_as_such():
    assert "".join(stream(b"\xec\x8b", "a")[0]) == "\ufffda"
    assert "".join(stream("a", b"\xec")[0]) == "a\ufffd"


def test_a_spelled_stop_string_ends_the_text():
    parts, decoder = stream("ok", "<", "/", "s", ">", "more")
    assert "".join(parts) == "ok"
    assert parts[1:] == [""] * 6
    assert decoder.stopped


@pytest.mark.parametrize("pieces", [("a<", "b"), ("x </", "s", "b"), ("<", "<", "/s"), ("a <",)])
def test_what_only_looks_like_a_stop_string_comes_out(pieces):
    parts, decoder = stream(*pieces)
    assert "".join(parts) == "".join(pieces)
    assert not decoder.stopped
