"""Lists of words as they stand in this room's source: text with spaces and line ends between them."""


def words(text: str) -> tuple[str, ...]:
    """The words in order."""
    return tuple(text.split())
