"""Values as exports write them: texts with HTML, texts in several languages, addresses, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from markdownify import markdownify
from pydantic import TypeAdapter, ValidationError

from ..model.scalars import LanguageTag, https_url
from .brought import ImportFault

MAX_BODY = 19_000
MAX_HTML = 200_000
"""Characters: what stands beyond could not come anyway."""
_LANGUAGE: TypeAdapter[str] = TypeAdapter(LanguageTag)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-z]+|#\d+);")


def as_list(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """One text: of a language map or a list the first, without HTML, on one line."""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("en") or next(iter(value.values()), "")
    if isinstance(value, list):
        value = value[0] if value else ""
    found = str(value)[:MAX_HTML] if isinstance(value, (str, int, float)) else ""
    if _TAG.search(found):
        found = _without_html(found, strip=["a", "img", "b", "strong", "i", "em"])
    return " ".join("".join(letter if letter.isprintable() else " " for letter in found).split())


def markdown(value: Any) -> str:
    """The body of a record: HTML becomes Markdown, scripts and pictures are left out."""
    found = value[:MAX_HTML] if isinstance(value, str) else text(value)
    if _TAG.search(found):
        found = re.sub(r"(?is)<(script|style|iframe|object)\b.*?(?:</\1\s*>|\Z)", "", found)
        found = _without_html(found, strip=["img", "script", "style"], heading_style="ATX", bullets="-")
        found = re.sub(r"(?m)^(#+)", lambda match: "#" * max(2, len(match[1])), found)
    found = "".join(letter for letter in found if letter.isprintable() or letter == "\n")
    # What is left of tags would be HTML on a page.
    found = re.sub(r"<(?=[a-zA-Z/!?])", "&lt;", found)
    rows = (row.rstrip() for row in found.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(rows)).strip()[:MAX_BODY]


def _without_html(found: str, **options: Any) -> str:
    try:
        return str(markdownify(found, **options))
    except RecursionError:
        raise ImportFault("has HTML that is nested too deep to be read") from None


def address(value: Any) -> str:
    """An address that may stand on a page, or nothing."""
    if isinstance(value, dict):
        value = value.get("id") or value.get("url") or ""
    try:
        return https_url(str(value)) if str(value).startswith("https://") else ""
    except ValueError:
        return ""


def email(value: Any) -> str:
    found = str(value or "").removeprefix("mailto:").strip()
    return found if len(found) <= 254 and re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+", found) else ""


def shortened(value: str, most: int) -> str:
    """The first ``most`` characters, to the end of a word."""
    return value if len(value) <= most else value[: most - 1].rsplit(" ", 1)[0] + "…"


def tags(value: Any) -> list[str]:
    found: Iterable[Any] = value.split(",") if isinstance(value, str) else as_list(value)
    return list(dict.fromkeys(shortened(text(one), 60) for one in found if text(one)))[:12]


def language(value: Any) -> str:
    """A language as BCP 47 writes it (Moodle has 'pt_br'), or nothing."""
    found = text(value).replace("_", "-")
    try:
        return str(_LANGUAGE.validate_python(found)) if found else ""
    except ValidationError:
        return ""


def length(amount: Any, unit: str) -> str:
    """A length of time as we write it, or nothing."""
    number = int(amount) if re.fullmatch("[0-9]{1,4}", str(amount)) else 0
    word = unit.rstrip("s")
    if not 0 < number < 1000 or word not in ("year", "month", "week", "day"):
        return ""
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def alignment(value: Any) -> list[dict[str, str]]:
    """Nodes of frameworks, those that have a name and an address."""
    found = []
    for one in as_list(value):
        if not isinstance(one, dict):
            continue
        node = {
            "targetName": shortened(text(one.get("targetName") or one.get("target_name") or one.get("name")), 200),
            "targetUrl": address(one.get("targetUrl") or one.get("target_url") or one.get("url")),
            "targetFramework": shortened(text(one.get("targetFramework") or one.get("target_framework")), 200),
            "targetCode": shortened(text(one.get("targetCode") or one.get("target_code")), 200),
            "targetDescription": shortened(text(one.get("targetDescription") or one.get("target_description")), 2000),
        }
        if node["targetName"] and node["targetUrl"]:
            found.append({key: value for key, value in node.items() if value})
    return found
