"""What somebody did with a badge, told by themselves."""

from __future__ import annotations

from .record import FileRecord, described, many, optional
from .scalars import Day, Line, Phrase, Sentence, Slug, Text


class Story(FileRecord):
    """A story file: ``network/stories/<slug>.md``. Its Markdown body is the story in full."""

    title: Phrase = described("The story in a few words.", "From a kitchen in Kharkiv to a kitchen in Fenmarket")
    person: Line = described("Who it is about, as the person wants to be called here.", "Oksana")
    quote: Sentence = described("One sentence in the person's own words.", "I had no paper. Now I have five badges.")
    consent: Text = described(
        "When and how the person agreed to be shown here, and who keeps that; or that the person is invented.",
        "2026-10-01, in writing. Open Door Skills keeps the letter.",
    )
    date: Day = described("The day it was published.", "2026-11-02")
    badges: tuple[Slug, ...] = many("The badges that it is about.", ["getting-started-with-badges"])
    notice: Phrase | None = optional("What readers must know first.", "This story is invented.")
