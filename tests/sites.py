"""Sites of packages, and a real browser that looks at them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, sync_playwright

from claimpack.files import Folder
from claimpack.opening import open_package
from claimpack.schema_files import load_shipped_schema
from claimpack.site.folder import iter_pages, open_site
from claimpack.site.writing import write_site

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
)


def make_site(package: Path, output: Path, texts: Path | None = None) -> Path:
    """The site of a package, written to a folder."""
    opened = open_package(package, unchecked=True)
    folder = Folder(texts) if texts else None
    write_site(output, iter_pages(open_site(opened, load_shipped_schema(), folder)))
    return output


@dataclass
class Visit:
    """A page in the browser, and what it did that it should not."""

    page: Page
    faults: list[str] = field(default_factory=list)
    """Messages on the console, errors, and requests that leave the site."""

    def open(self, address: str) -> Page:
        """Go to an address, and wait until its scripts have run."""
        self.page.goto(address, wait_until="load")
        return self.page


@contextmanager
def launching() -> Iterator[Browser]:
    """Give the Chromium of the system; skip where there is none."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        pytest.skip("there is no Chromium: install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def visiting(browser: Browser, **options: object) -> Iterator[Visit]:
    """Give a page of its own, of which nothing is left."""
    context = browser.new_context(**options)  # type: ignore[arg-type]  # a test's own
    visit = Visit(page=context.new_page())
    visit.page.on("console", lambda it: visit.faults.append(f"console: {it.text}"))
    visit.page.on("pageerror", lambda it: visit.faults.append(f"error: {it}"))
    visit.page.on("request", lambda it: note_request(visit, it))
    try:
        yield visit
    finally:
        context.close()


def note_request(visit: Visit, request: Request) -> None:
    """Note a request that goes to another place than the site."""
    if not request.url.startswith(("file:", "http://127.0.0.1:", "data:", "blob:")):
        visit.faults.append(f"request: {request.url}")
