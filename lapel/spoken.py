"""The network in another of its languages: the same pages, with the words that are translated.

What is not translated yet stands there in its own language, marked (:mod:`.model.marked`), and the page says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypedDict

from .context import Context
from .load.links import heading_ids
from .model import paths
from .model.badge import Achievement
from .model.catalogue import Artwork, Catalogue
from .model.kinds import KINDS
from .model.languages import direction, is_easy
from .model.marked import marked, without_marks
from .model.record import FileRecord
from .model.translation import Translated
from .strings import Strings, load_strings

ONLY_ONCE = ("desk/", paths.ALIGN, "guides/fields-of-", "guides/problems/", "guides/design/")
"""Pages that are in the network's own language alone: tools and lists for those who look after it."""


class Offered(TypedDict):
    """A language in which a page can be read: ``prefix`` stands before the path, ``offer`` is said in it."""

    tag: str
    name: str
    direction: str
    prefix: str
    offer: str


class Note(TypedDict):
    """What a page says of its translation, in the reader's language."""

    sentences: list[str]
    original: bool
    """Whether the original is worth a look."""


@dataclass(frozen=True)
class Tongue:
    """One language of a site. ``prefix`` is "uk/", or "" for the network's own language."""

    language: str
    prefix: str
    offered: tuple[Offered, ...]
    free: frozenset[str]
    """Paths of the pages that somebody else renders, in one language."""
    strings: Strings
    sources: frozenset[str]
    """The files of records, which have words to translate."""
    translations: Mapping[str, Translated]
    own: str
    """The network's own language."""
    headings: Mapping[str, tuple[str, ...]]
    """By source, the names of the headings of the originals."""

    def ids(self, source: str) -> tuple[str, ...]:
        return self.headings.get(source, ())

    def has(self, path: str) -> bool:
        """Whether the page at ``path`` is there in every language."""
        is_page = path == "" or path.endswith("/")
        return is_page and path not in self.free and not path.startswith(ONLY_ONCE)

    def foreign_body(self, source: str | None) -> str | None:
        """The language of the text of a page, when it is not that of the page."""
        if not self.prefix or source is None or source not in self.sources or source in self.translations:
            return None
        return self.own

    def source(self, source: str | None) -> str | None:
        """The file that somebody changes to change a page."""
        known = self.translations.get(source or "")
        return known.source if known else source

    def note(self, source: str | None) -> Note | None:
        """What readers have to know of the translation of a page."""
        if not self.prefix or source is None or source not in self.sources:
            return None
        strings, known = self.strings, self.translations.get(source)
        language = strings.language_name(self.own)
        easy = is_easy(strings.language)
        if known is None:
            text = strings("languages.not_easy") if easy else strings("languages.untranslated", language=language)
            return {"sentences": [text], "original": False}
        sentences = []
        if known.old:
            sentences.append(strings("languages.old", language=language))
        if known.is_read:
            sentences.append(strings("languages.read_by", name=known.read_by))
        else:
            sentences.append(strings("languages.easy_unread" if easy else "languages.unread"))
        return {"sentences": [*sentences, strings("languages.by", by=known.by)], "original": True}


def tongues(context: Context, locales: Path) -> list[tuple[Context, Tongue]]:
    """The network in each of its languages, its own first."""
    network = context.catalogue.network
    spoken = [context, *(in_language(context, tag, locales) for tag in network.languages)]
    offered = tuple(_offered(one.strings, number) for number, one in enumerate(spoken)) if network.languages else ()
    free = frozenset(page.path for page in context.catalogue.pages.values())
    sources = frozenset(record.source for record in records_of(context.catalogue))
    bodies = {record.source: heading_ids(record.body) for record in records_of(context.catalogue) if record.body}
    return [
        (
            one,
            Tongue(
                one.strings.language,
                f"{one.strings.language}/" if number else "",
                offered,
                free,
                one.strings,
                sources,
                context.catalogue.translations.get(one.strings.language, {}) if number else {},
                network.inLanguage,
                bodies if number else {},
            ),
        )
        for number, one in enumerate(spoken)
    ]


def _offered(strings: Strings, number: int) -> Offered:
    tag = strings.language
    return {
        "tag": tag,
        "name": own_name(strings),
        "direction": direction(tag),
        "prefix": f"{tag}/" if number else "",
        "offer": strings("languages.offer"),
    }


def own_name(strings: Strings) -> str:
    """A language in its own words, with a capital letter where there are such."""
    name = strings("languages.name")
    return strings("languages.easy", language=name) if is_easy(strings.language) else name


def in_language(context: Context, tag: str, locales: Path) -> Context:
    """The same network, in the words of another language."""
    strings = load_strings(locales, tag)
    return Context(spoken_catalogue(context.catalogue, tag, strings), context.site, strings, context.today)


def unmarked(context: Context) -> Context:
    """The same network without marks in its words, for what is no page."""
    catalogue = context.catalogue
    said = replace(
        catalogue,
        network=without_marks(catalogue.network),
        badges=_plain_all(catalogue.badges),
        meetings=_plain_all(catalogue.meetings),
        news=_plain_all(catalogue.news),
    )
    return Context(said, context.site, context.strings, context.today)


def _plain_all(records: Mapping[str, Any]) -> dict[str, Any]:
    return {slug: without_marks(record) for slug, record in records.items()}


def spoken_catalogue(catalogue: Catalogue, tag: str, strings: Strings) -> Catalogue:
    """Every record in the language, or marked as words of its own."""
    known = catalogue.translations.get(tag, {})
    own = catalogue.network.inLanguage

    def say(record: Any) -> Any:
        if record is None:
            return None
        if found := known.get(record.source):
            said: Any = found.record.model_copy(update={"source": record.source})
        else:
            said = marked(record, getattr(record, "inLanguage", None) or own)
        if isinstance(said, Achievement):
            cost = said.cost if "cost" in record.model_fields_set else strings("badge.free")
            said = said.model_copy(update={"inLanguage": None, "cost": cost})
        return said

    def every(records: Mapping[str, Any]) -> dict[str, Any]:
        return {slug: say(record) for slug, record in records.items()}

    network = say(catalogue.network).model_copy(update={"inLanguage": tag})
    captions = {record.source: record.image.caption for record in map(say, records_of(catalogue)) if _has_image(record)}
    artwork = {
        source: Artwork(drawn.svg, captions.get(source, drawn.caption)) for source, drawn in catalogue.artwork.items()
    }
    return replace(
        catalogue,
        network=network,
        originals=catalogue.badges,
        written_in=own,
        home=say(catalogue.home),
        verify=say(catalogue.verify),
        map=say(catalogue.map),
        artwork=artwork,
        badges=every(catalogue.badges),
        organisations=every(catalogue.organisations),
        pathways=every(catalogue.pathways),
        meetings=every(catalogue.meetings),
        guides=every(catalogue.guides),
        news=every(catalogue.news),
        stories=every(catalogue.stories),
        others={kind: every(records) for kind, records in catalogue.others.items()},
        order=strings.order,
    )


def _has_image(record: Any) -> bool:
    return getattr(record, "image", None) is not None


def records_of(catalogue: Catalogue) -> list[FileRecord]:
    """Every record of the catalogue that has words."""
    single = [catalogue.network, catalogue.home, catalogue.verify, catalogue.map]
    many: list[Mapping[str, Any]] = [
        *(getattr(catalogue, kind.plural) for kind in KINDS if kind.plural and hasattr(catalogue, kind.plural)),
        *catalogue.others.values(),
    ]
    return [*(one for one in single if one is not None), *(one for group in many for one in group.values())]
