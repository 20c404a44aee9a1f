"""A client that inspects each page it opens, so that every test also checks the house rules of a page."""

import secrets
from typing import Any
from urllib.parse import urljoin

import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.test import TestResponse

from intranet.core import clock
from intranet.core.db import db
from intranet.people import sessions
from intranet.people.models import Account, LoginSession


class Page:
    """An answer: its status, its parsed page (None for a download), where it is."""

    def __init__(self, response: TestResponse, url: str) -> None:
        self.response, self.status, self.url = response, response.status_code, url
        is_html = response.mimetype == "text/html" and bool(response.data)
        self.soup = BeautifulSoup(response.get_data(as_text=True), "html5lib") if is_html else None

    @property
    def html(self) -> BeautifulSoup:
        """Return the parsed page; fails when the answer was no page."""
        assert self.soup is not None, f"{self.url} answered {self.response.mimetype}"
        return self.soup

    @property
    def heading(self) -> str:
        """Return the text of the one h1."""
        headings = self.html.find_all("h1")
        assert len(headings) == 1, [h.get_text() for h in headings]
        return words(headings[0])

    @property
    def text(self) -> str:
        """Return the visible text of <main>, or of the whole page."""
        return words(self.html.find("main") or self.html)

    @property
    def flashes(self) -> list[str]:
        """Return the messages on top of the page."""
        return [words(tag) for tag in self.html.select("[data-flash]")]

    def errors(self) -> dict[str, str]:
        """Return field name -> message for the fields marked as wrong."""
        found = {}
        for tag in self.html.select("[data-error-for]"):
            found[str(tag["data-error-for"])] = words(tag)
        return found

    def links(self) -> dict[str, str]:
        """Return text -> address of all links in <main>."""
        main = self.html.find("main") or self.html
        return {words(a): str(a["href"]) for a in main.find_all("a", href=True)}

    def form(self, part_of_action: str = "") -> Tag:
        """Return the one POST form in <main> whose action contains the given words."""
        main = self.html.find("main") or self.html
        found = [
            form
            for form in main.find_all("form", method=lambda m: bool(m) and m.lower() == "post")
            if part_of_action in str(form.get("action", ""))
        ]
        assert len(found) == 1, [str(form.get("action")) for form in found]
        return found[0]

    def buttons(self) -> list[str]:
        """Return the words of all submit buttons in <main>."""
        main = self.html.find("main") or self.html
        return [words(b) for b in main.find_all("button") if b.get("type", "submit") == "submit"]


def words(tag: Tag) -> str:
    """Return a tag's text with single spaces."""
    return " ".join(tag.get_text(" ").split())


def form_data(form: Tag) -> dict[str, Any]:
    """Return what a browser would send for a form as it stands."""
    data: dict[str, Any] = {}

    def add(name: str, value: str) -> None:
        data.setdefault(name, []).append(value)

    for tag in form.find_all(["input", "textarea", "select"]):
        name, kind = tag.get("name"), tag.get("type", "text")
        if not name or tag.has_attr("disabled") or kind in ("file", "submit", "button"):
            continue
        if tag.name == "textarea":
            add(name, tag.get_text().removeprefix("\n"))
        elif tag.name == "select":
            options = tag.find_all("option")
            chosen = [o for o in options if o.has_attr("selected")]
            if not chosen and not tag.has_attr("multiple"):
                chosen = options[:1]
            for option in chosen:
                add(name, option.get("value", option.get_text()))
        elif kind in ("checkbox", "radio"):
            if tag.has_attr("checked"):
                add(name, tag.get("value", "on"))
        else:
            add(name, tag.get("value", ""))
    return data


def check_page(page: Page) -> None:
    """The house rules of a whole page: one h1 that the title repeats, unique ids, labels, no inline code."""
    soup = page.html
    if soup.find("main") is None:
        return  # a piece for htmx
    title = words(soup.title) if soup.title else ""
    assert page.heading in title, f"title “{title}” does not carry the heading “{page.heading}” ({page.url})"
    assert soup.html is not None and soup.html.get("lang") == "vi", page.url
    ids = [str(tag["id"]) for tag in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), f"{page.url}: id twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for tag in soup.find_all(True):
        bad = [a for a in tag.attrs if a == "style" or a.startswith(("on", "hx-on"))]
        assert not bad, f"{page.url}: <{tag.name}> has {bad}"
        if tag.name == "script":
            assert tag.get("src") and not tag.get_text(strip=True), f"{page.url}: inline script"
    labelled = {str(tag["for"]) for tag in soup.find_all("label", attrs={"for": True})}
    for tag in soup.find_all(["input", "select", "textarea"]):
        if tag.get("type") in ("hidden", "submit", "button"):
            continue
        named = tag.get("id") in labelled or tag.get("aria-label") or tag.get("aria-labelledby")
        assert named or tag.find_parent("label"), f"{page.url}: field {tag.get('name')} has no label"
    for form in soup.find_all("form"):
        assert form.get("action"), f"{page.url}: a form without action"
        if str(form.get("method", "get")).lower() == "post":
            assert form.find("input", attrs={"name": "csrf_token"}), f"{page.url}: a form without CSRF token"
    policy = page.response.headers.get("Content-Security-Policy", "")
    assert "default-src 'none'" in policy and "unsafe" not in policy, page.url


class Browser:
    """One person's browser: follows redirects, fills forms as they stand on the page, checks every page."""

    def __init__(self, app: Flask, login: str | None = None) -> None:
        self.app, self.http, self.page = app, app.test_client(), None
        if login:
            self._sign_in(login)

    def _sign_in(self, login: str) -> None:
        """Make a session row as a sign-in would, without the price of argon2 (sign-in has its own tests)."""
        with self.app.app_context():
            account_id = db.session.scalars(sa.select(Account.id).where(Account.login == login)).one()
            token, now = secrets.token_urlsafe(32), clock.now()
            row = LoginSession(
                token_hash=sessions._token_hash(token), account_id=account_id, created_at=now, seen_at=now
            )
            db.session.add(row)
            db.session.commit()
        with self.http.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True

    def _done(self, response: TestResponse, url: str, expect: int, check: bool) -> Page:
        for _ in range(5):
            if response.status_code not in (301, 302, 303, 307):
                break
            url = urljoin(url, response.headers["Location"])
            response = self.http.get(url)
        page = Page(response, url)
        shown = page.text[:500] if page.soup else ""
        assert page.status == expect, f"{url}: {page.status}, expected {expect}: {shown}"
        if check and page.soup is not None:
            check_page(page)
        self.page = page
        return page

    def get(self, url: str, *, expect: int = 200, check: bool = True, **kwargs: Any) -> Page:
        """Open a page (following redirects) and check it."""
        return self._done(self.http.get(url, **kwargs), url, expect, check)

    def post(self, url: str, data: dict[str, Any] | None = None, *, expect: int = 200) -> Page:
        """Post raw data with a valid CSRF token (and nothing else of a form)."""
        token = self.csrf()
        response = self.http.post(url, data={"csrf_token": token} | (data or {}))
        return self._done(response, url, expect, True)

    def csrf(self) -> str:
        """Return a CSRF token of this browser's session."""
        soup = BeautifulSoup(self.http.get("/doi-mat-khau").get_data(as_text=True), "html5lib")
        field = soup.find("input", attrs={"name": "csrf_token"})
        assert field is not None
        return str(field["value"])

    def submit(
        self, page: Page, form: str = "", *, expect: int = 200, follow: bool = True, **values: Any
    ) -> Page:
        """Send one form of a page as it stands, with some values changed (None removes a field).

        `form` is a part of its action. Names with characters that Python refuses: pass **{"name-1": ...}.
        """
        tag = page.form(form)
        data = form_data(tag)
        for name, value in values.items():
            if value is None:
                data.pop(name, None)
            else:
                data[name] = value
        url = urljoin(page.url, str(tag["action"]))
        multipart = tag.get("enctype") == "multipart/form-data"
        content_type = "multipart/form-data" if multipart else "application/x-www-form-urlencoded"
        response = self.http.post(url, data=data, content_type=content_type)
        if not follow:
            return Page(response, url)
        return self._done(response, url, expect, True)
