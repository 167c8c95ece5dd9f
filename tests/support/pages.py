"""What must hold for every page, checked on each one that a test fetches."""

import re
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_LANGUAGE = re.compile(r"^/(fr|de|en)(/|$)")


def parse(text: str) -> Element:
    """The document; raises for HTML that a parser has to guess at."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    document: Element = parser.parse(text)
    return document


def words(element: Element) -> str:
    """The text of an element on one line."""
    return " ".join("".join(element.itertext()).split())


def check_page(text: str, path: str) -> Element:
    """Strict HTML, one h1 with words, a title, the right language, labelled fields, no inline script or style."""
    page = parse(text)
    matched = _LANGUAGE.match(path)
    assert page.get("lang") == (matched[1] if matched else "nl"), f"{path}: wrong lang"
    headings = [words(heading) for heading in page.iter("h1")]
    assert len(headings) == 1, f"{path}: {len(headings)} h1"
    assert headings[0]
    title = page.find("head/title")
    assert title is not None
    assert words(title)
    labelled = {label.get("for") for label in page.iter("label") if words(label)}
    wrapped = {id(field) for label in page.iter("label") if words(label) for field in label.iter()}
    for field in (*page.iter("input"), *page.iter("select"), *page.iter("textarea")):
        if field.get("type") in ("hidden", "submit"):
            continue
        assert field.get("id") in labelled or id(field) in wrapped or field.get("aria-label"), (
            f"{path}: unlabelled field"
        )
    for element in page.iter():
        assert not element.get("style"), f"{path}: inline style"
        assert not [name for name in element.attrib if name.startswith("on")], f"{path}: inline handler"
    scripts = [script for script in page.iter("script") if script.get("type") != "application/ld+json"]
    assert not [script for script in scripts if not script.get("src")], f"{path}: inline script"
    assert not list(page.iter("style")), f"{path}: inline sheet"
    names = [element.get("id") for element in page.iter() if element.get("id")]
    assert len(names) == len(set(names)), f"{path}: an id stands twice"
    seen = re.sub(r"<script type=.application/ld.json.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"%\([a-z_]+\)s|\{\{|\}\}", seen), f"{path}: an unfilled place in the words"
    return page


class CheckedClient(FlaskClient):
    """Checks each HTML answer as it comes."""

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 308):
            check_page(response.get_data(as_text=True), response.request.path)
        return response
