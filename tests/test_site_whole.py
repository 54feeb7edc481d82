"""All pages of a site in Chromium: they are sound, and lead to one another."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from claimpack.build import build_package
from claimpack.schema_files import load_shipped_schema
from command_line import REPOSITORY, run_claimpack
from html_pages import parse_page
from invented_package import copy_invented
from sites import Visit, launching, make_site, visiting

pytestmark = pytest.mark.slow
ALONE = {"preload": False}
"""axe fetches no stylesheet, which a page of the disk may not do."""
PAGES = (
    *("index", "articles", "claims", "figures", "timeline", "sources", "drift"),
    *("entities", "events", "data", "codes", "changes", "report", "dictionary"),
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The Chromium of the system."""
    with launching() as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Visit]:
    """A page on which nothing may go wrong."""
    with visiting(browser) as found:
        yield found
    assert found.faults == []


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the two invented articles."""
    root = copy_invented(tmp_path_factory.mktemp("invented") / "package")
    build_package(root, load_shipped_schema())
    return root


@pytest.fixture(scope="module")
def site(package: Path) -> Path:
    """Its site."""
    return make_site(package, package.parent / "site")


@pytest.fixture(scope="module")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository, as it is published."""
    return make_site(REPOSITORY, tmp_path_factory.mktemp("seed") / "site")


def list_targets(site: Path) -> tuple[set[str], set[str]]:
    """All places of a site, each with its id, and all that its links lead to."""
    places, targets = set(), set()
    for path in sorted(site.rglob("*.html")):
        page = parse_page(path.read_bytes())
        address = path.as_uri()
        ids = {it.get("id") for it in page.iter()} - {None}
        places |= {address, *(f"{address}#{name}" for name in ids)}
        links = {it.get("href") for it in page.iter() if it.get("href")}
        links |= {it.get("src") for it in page.iter() if it.get("src")}
        targets |= {urljoin(address, str(link)) for link in links}
    return places, targets


@pytest.mark.parametrize("name", ["site", "seed"])
def test_every_link_leads_to_a_place(name: str, request: pytest.FixtureRequest) -> None:
    root: Path = request.getfixturevalue(name)
    places, targets = list_targets(root)
    own = {target for target in targets if target.startswith("file:")}
    files = {path.as_uri() for path in root.rglob("*") if path.is_file()}

    assert len(own) > 100
    assert {unquote(each) for each in own} <= {unquote(it) for it in places | files}
    assert {each.partition(":")[0] for each in targets - own} <= {"https", "http"}


def test_every_claim_entity_event_and_article_has_its_place(
    package: Path, site: Path
) -> None:
    places, _ = list_targets(site)
    relative = {unquote(it.removeprefix(f"{site.as_uri()}/")) for it in places}

    for table, folder in (
        *(("documents", "articles"), ("entities", "entities")),
        ("events", "events"),
    ):
        ids = read_column(package, table, 0)
        assert {f"{folder}/{each}.html" for each in ids} <= relative
    claims = read_column(package, "claims", 0)
    shown = {it.replace(".html#", ".") for it in relative}
    assert {f"articles/{each}" for each in claims} <= shown


def read_column(package: Path, table: str, index: int) -> list[str]:
    """The cells of a column."""
    text = (package / "data" / f"{table}.csv").read_text(encoding="utf-8")
    return [row[index] for row in csv.reader(text.splitlines())][1:]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_quiet(
    site: Path, browser: Browser, name: str, scheme: str
) -> None:
    for width in (390, 1600):
        size = {"width": width, "height": 900}
        with visiting(
            browser, color_scheme=scheme, viewport=size, bypass_csp=True
        ) as visit:
            page = visit.open((site / f"{name}.html").as_uri())
            found = Axe().run(page, options=ALONE).response["violations"]
            wide = "document.documentElement.scrollWidth > innerWidth"
            assert not page.evaluate(wide), width
        assert found == [], [(it["id"], it["nodes"][0]["html"]) for it in found]
        assert visit.faults == []


@pytest.mark.parametrize("folder", ["entities", "events"])
def test_a_page_of_each_kind_is_accessible(
    site: Path, browser: Browser, folder: str
) -> None:
    path = max((site / folder).glob("*.html"), key=lambda it: it.stat().st_size)
    with visiting(browser, bypass_csp=True) as visit:
        page = visit.open(path.as_uri())
        found = Axe().run(page, options=ALONE).response["violations"]

    assert found == [], [(it["id"], it["nodes"][0]["html"]) for it in found]
    assert visit.faults == []


def test_the_policy_lets_no_other_script_run(site: Path, browser: Browser) -> None:
    with visiting(browser) as visit:
        page = visit.open((site / "index.html").as_uri())
        page.evaluate(
            "() => { const s = document.createElement('script');"
            " s.textContent = 'window.ran = true'; document.body.append(s) }"
        )
        ran = page.evaluate("window.ran === true")

    assert not ran
    assert any("Content Security Policy" in fault for fault in visit.faults)


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """The site over loopback."""
    handler = partial(QuietHandler, directory=str(site))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves files and says nothing."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def test_it_works_from_a_server_as_from_the_disk(
    served: str, site: Path, visit: Visit
) -> None:
    page = visit.open(f"{served}claims.html?measure=killed")
    over_http = page.locator("tbody tr").count()
    page = visit.open(f"{(site / 'claims.html').as_uri()}?measure=killed")

    assert page.locator("tbody tr").count() == over_http > 1


VIEWS = {
    "a measure": ("measure=killed", "measure = 'killed'"),
    "a search": (
        "q=orb%C3%A1n",
        "sources LIKE '%Orbán%' OR event_label LIKE '%Orbán%'",
    ),
    "no restatements": ("restatements=without", "restates_claim_id IS NULL"),
    "a certainty": ("certainty=probable", "certainty = 'probable'"),
}


@pytest.mark.parametrize("case", VIEWS)
def test_the_rows_that_are_saved_are_those_of_the_query(
    package: Path, site: Path, visit: Visit, tmp_path: Path, case: str
) -> None:
    address, condition = VIEWS[case]
    order = "document_id, char_start, char_end, claim_id"
    sql = f"SELECT * FROM claims_flat WHERE {condition} ORDER BY {order}"  # noqa: S608  # ours
    asked = run_claimpack("query", "--unchecked", "--format", "csv", sql, package)

    page = visit.open(f"{(site / 'claims.html').as_uri()}?{address}")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save these rows as CSV").click()
    download.value.save_as(tmp_path / "saved.csv")

    saved = (tmp_path / "saved.csv").read_bytes().decode()
    assert asked.stdout.count("\n") > 1
    assert saved == asked.stdout


def test_a_number_leads_to_its_sentence_in_one_click(site: Path, visit: Visit) -> None:
    page = visit.open((site / "figures.html").as_uri())

    page.get_by_role("link", name="no more than 45").first.click()

    address, anchor = urldefrag(page.url)
    assert address.endswith("articles/invented-2031-05-07.html")
    assert anchor == "e24"
    lit = page.locator(".text .active").all_inner_texts()
    assert "no more than 45" in "".join(lit)
    assert page.locator(".text .active").first.is_visible()


def list_estimates(page: Page) -> list[str]:
    """The methods of the estimates that can be seen."""
    names = page.locator(".estimate .who strong").all()
    return [it.inner_text() for it in names if it.is_visible()]


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_method_shows_its_estimates_and_its_rule_alone(
    site: Path, browser: Browser, *, script: bool
) -> None:
    with visiting(browser, java_script_enabled=script) as visit:
        page = visit.open((site / "figures.html").as_uri())
        at_first = list_estimates(page)
        page.get_by_role("radio", name="latest").check()
        chosen = list_estimates(page)
        rules = page.locator("p.by-method").all()
        shown = [it.inner_text() for it in rules if it.is_visible()]
        page.get_by_role("radio", name="lowest-highest").check()
        other = list_estimates(page)
        page.get_by_role("button", name="Show all methods").click()
        at_last = list_estimates(page)

    assert at_first == ["Estimate: lowest-highest", "Estimate: latest"] * 5
    assert chosen == ["Estimate: latest"] * 5
    assert [it.partition(":")[0] for it in shown] == ["latest"]
    assert other == ["Estimate: lowest-highest"] * 5
    assert at_last == at_first
    assert visit.faults == []


def test_enter_in_the_choice_of_a_method_leaves_the_page_as_it_is(
    site: Path, visit: Visit
) -> None:
    page = visit.open((site / "figures.html").as_uri())
    page.get_by_role("radio", name="latest").check()

    page.get_by_role("radio", name="latest").press("Enter")

    assert page.url == (site / "figures.html").as_uri()
    assert list_estimates(page) == ["Estimate: latest"] * 5


def test_an_estimate_leads_to_its_sentence_in_one_click(
    site: Path, visit: Visit
) -> None:
    page = visit.open((site / "figures.html").as_uri())

    ends = page.locator(".estimate.latest .ends")
    ends.get_by_role("link", name="71", exact=True).click()

    assert page.url.endswith("articles/invented-2031-05-14.html#e5")
    assert "At least 71" in read_lit(page)


def test_a_step_leads_to_its_sentence_in_one_click(site: Path, visit: Visit) -> None:
    page = visit.open((site / "drift.html").as_uri())

    page.get_by_role("link", name="“believed”", exact=True).click()

    assert page.url.endswith("articles/invented-2031-05-07.html#e41")
    assert read_lit(page) == "a mine had sunk the boat"


def read_lit(page: Page) -> str:
    """The words that light up, of which the first is in sight."""
    assert page.locator(".text .active").first.is_visible()
    return "".join(page.locator(".text .active").all_inner_texts())


def test_a_method_that_is_chosen_leaves_an_accessible_page(
    site: Path, browser: Browser
) -> None:
    with visiting(browser, bypass_csp=True) as visit:
        page = visit.open((site / "figures.html").as_uri())
        page.get_by_role("radio", name="latest").check()
        found = Axe().run(page, options=ALONE).response["violations"]

    assert found == [], [(it["id"], it["nodes"][0]["html"]) for it in found]
    assert visit.faults == []
