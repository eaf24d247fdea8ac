"""From a file's bytes to its text, and from its text to front matter and body."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..model.problem import Problem

MAX_BYTES = 256 * 1024
"""A data file is a page or two; anything larger is a mistake or an attack."""


def read_text(path: Path, shown: str) -> tuple[str | None, list[Problem]]:
    """Reads UTF-8 text with Unix line ends. ``shown`` is the path for problems.

    Returns the text, or None when there is nothing to go on with, and the problems met.
    """
    if path.is_symlink():
        return None, [Problem(shown, 1, "is a link to another file: put the file itself here", "link-on-disk")]
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            return None, [
                Problem(
                    shown,
                    1,
                    f"is {_size(size)}, and {MAX_BYTES // 1024} KiB is the most: shorten or split it",
                    "file-large",
                )
            ]
        data = path.read_bytes()
    except OSError as error:
        return None, [
            Problem(shown, 1, f"cannot be read ({error.strerror}): check that it is a readable file", "file-unreadable")
        ]
    return decode(data, shown)


def decode(data: bytes, shown: str) -> tuple[str | None, list[Problem]]:
    """The text of ``data``, with every complaint about its encoding."""
    problems: list[Problem] = []
    if data.startswith(b"\xef\xbb\xbf"):
        problems.append(
            Problem(shown, 1, "starts with a byte order mark: save it as 'UTF-8', not 'UTF-8 with BOM'", "encoding")
        )
        data = data[3:]
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(shown, line, "is not UTF-8 text: open it in an editor and save it as 'UTF-8'", "encoding")
        )
        return None, problems
    if "\r" in text:
        line = text[: text.index("\r")].count("\n") + 1
        problems.append(
            Problem(shown, line, "has Windows line ends (CRLF): save it with Unix line ends (LF)", "encoding")
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, row in enumerate(text.split("\n"), 1):
        if row.startswith(("<<<<<<< ", ">>>>>>> ")):
            mend = "choose which lines stay, and take out those that begin with '<<<<<<<', '=======' and '>>>>>>>'"
            sentence = f"has a mark of git where two changes met: {mend}"
            problems.append(Problem(shown, number, sentence, "merge-mark"))
    return text, problems


def _size(size: int) -> str:
    return f"{size / 1024 / 1024:.0f} MiB" if size >= 1024 * 1024 else f"{size / 1024:.0f} KiB"


@dataclass(frozen=True)
class Parts:
    """A Markdown file in its two parts, and the lines of the file on which they start."""

    yaml: str
    yaml_line: int
    body: str
    body_line: int = 1


def split_front_matter(text: str, shown: str) -> tuple[Parts | None, list[Problem]]:
    """Takes front matter (between two lines ``---``) and body apart."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return None, [Problem(shown, 1, "has no front matter: its first line must be '---'", "front-matter")]
    for number, line in enumerate(lines[1:], start=1):
        if line.rstrip() == "---":
            below = "\n".join(lines[number + 1 :])
            empty = len(below) - len(below.lstrip("\n"))
            return Parts("\n".join(lines[1:number]) + "\n", 2, below.strip("\n"), number + 2 + empty), []
    return None, [
        Problem(
            shown, 1, "opens its front matter and never closes it: add a line '---' below the last key", "front-matter"
        )
    ]
