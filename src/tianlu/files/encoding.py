"""Text of bytes whose encoding nobody named: UTF-8, UTF-16 with its mark, else GB18030."""


def decode(content: bytes) -> str | None:
    """Text of bytes whose encoding nobody named; None where they are no text."""
    encodings = ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\0" in text else text
    return None
