"""A real Chromium against a real server on a loopback port."""

import logging
import os
import shutil
import threading
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from waitress import create_server

from intranet.seed.demo import PASSWORD

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or ""
# without these the browser talks to its maker's hosts at every start
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
]  # fmt: skip


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not CHROMIUM:
        if os.environ.get("REQUIRE_ALL"):
            pytest.fail("Chromium must be installed here")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(site: Flask) -> Iterator[str]:
    server = create_server(site, host="127.0.0.1", port=0, threads=8)  # the server of `make run`
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(timeout=10)


class People:
    """One browser window per account, signed in through the form; notes errors of pages."""

    def __init__(self, chromium: Browser, address: str, width: int = 1280) -> None:
        self.chromium, self.address, self.width = chromium, address, width
        self.windows: dict[str, Page] = {}
        self.contexts: list[BrowserContext] = []
        self.problems: list[str] = []

    def __call__(self, login: str) -> Page:
        """Return the account's window, at the page where it was left."""
        if login not in self.windows:
            context = self.chromium.new_context(
                base_url=self.address, viewport={"width": self.width, "height": 800}, locale="vi-VN"
            )
            context.set_default_timeout(15_000)
            page = context.new_page()
            page.on("console", lambda message: self._note(login, message))
            page.on("pageerror", lambda error: self.problems.append(f"{login}: {error}"))
            page.goto("/dang-nhap")
            page.get_by_label("Tên đăng nhập").fill(login)
            page.get_by_label("Mật khẩu").fill(PASSWORD)
            page.get_by_role("button", name="Đăng nhập").click()
            page.wait_for_url(self.address + "/")
            self.windows[login] = page
            self.contexts.append(context)
        return self.windows[login]

    def shot(self, login: str, name: str) -> None:
        """With SCREENSHOTS=folder in the environment: keep a picture of a window at 1280 and 360 px."""
        folder = os.environ.get("SCREENSHOTS")
        if not folder:
            return
        page = self.windows[login]
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            sideways = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            page.screenshot(path=f"{folder}/{name}-{width}.png", full_page=True)
            if sideways > 0:
                self.problems.append(f"{name}: {sideways} px of sideways scrolling at {width} px")
        page.set_viewport_size({"width": self.width, "height": 800})

    def _note(self, login: str, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(f"{login}: {message.text} ({message.location.get('url')})")

    def close(self) -> None:
        """Close all windows."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def people(chromium: Browser, address: str) -> Iterator[People]:
    found = People(chromium, address)
    yield found
    found.close()
