"""The surname of a Chinese name. Not: which words are names at all (intake)."""

_OF_TWO = frozenset(("欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "令狐", "夏侯", "慕容"))


def surname_of(name: str) -> str:
    """The first character of a Chinese name, or the first two where they are a surname and a given name follows."""
    return name[:2] if len(name) > 2 and name[:2] in _OF_TWO else name[:1]
