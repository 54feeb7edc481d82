"""The article reader in Chromium, from the disk: what people see and can do."""

from __future__ import annotations

import csv
import html
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from claimpack.build import build_package
from claimpack.schema_files import load_shipped_schema
from command_line import ARTICLE, REPOSITORY, copy_package, run_claimpack
from invented_package import FIRST, FOLLOW_UP, copy_invented
from sites import Visit, launching, make_site, visiting

pytestmark = pytest.mark.slow
TEXT = REPOSITORY / "seeds" / f"{ARTICLE}.txt"


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
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of this repository, as it is published: without the text."""
    return make_site(REPOSITORY, tmp_path_factory.mktemp("seed") / "site")


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site for whoever has the text."""
    folder = tmp_path_factory.mktemp("read")
    return make_site(REPOSITORY, folder / "site", REPOSITORY / "seeds")


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the two invented articles, whose texts may be shown."""
    root = copy_invented(tmp_path_factory.mktemp("invented") / "package")
    build_package(root, load_shipped_schema())
    return make_site(root, root.parent / "site")


def address(site: Path, path: str) -> str:
    """The address of a page on the disk."""
    name, sign, anchor = path.partition("#")
    return f"{(site / name).as_uri()}{sign}{anchor}"


def read_text(visit: Visit) -> str:
    """The text of the article, without its marks."""
    text: str = visit.page.evaluate("document.querySelector('.text').textContent")
    return text


def test_the_text_without_its_marks_is_the_exact_text(read: Path, visit: Visit) -> None:
    visit.open(address(read, f"articles/{ARTICLE}.html"))

    assert read_text(visit) == TEXT.read_bytes().decode()


@pytest.mark.parametrize("article", [FIRST, FOLLOW_UP])
def test_any_script_and_emoji_is_the_exact_text(
    invented: Path, visit: Visit, article: str
) -> None:
    visit.open(address(invented, f"articles/{article}.html"))

    path = REPOSITORY / "tests/invented/seeds" / f"{article}.txt"
    assert read_text(visit) == path.read_bytes().decode()


def test_without_the_right_to_the_text_each_claim_has_its_own_words(
    seed: Path, visit: Visit
) -> None:
    page = visit.open(address(seed, f"articles/{ARTICLE}.html"))

    assert page.locator(".text").count() == 0
    assert page.locator(".card").count() == 34
    quotes = page.locator(".card blockquote")
    assert quotes.count() == 34
    assert "around 1,100 casualties" in page.locator("#e24 blockquote").inner_text()
    sentence = "The text of the article may not be published with its claims."
    assert page.get_by_text(sentence).is_visible()


def test_a_text_that_is_another_one_is_not_shown(tmp_path: Path, visit: Visit) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / TEXT.name).write_bytes(TEXT.read_bytes() + b" ")
    site = make_site(REPOSITORY, tmp_path / "site", texts)

    page = visit.open(address(site, f"articles/{ARTICLE}.html"))

    assert page.locator(".text").count() == 0
    assert page.get_by_text("found another text").is_visible()


def test_a_click_on_words_leads_to_their_claim_and_back(
    read: Path, visit: Visit
) -> None:
    page = visit.open(address(read, f"articles/{ARTICLE}.html"))

    page.get_by_text("around 1,100", exact=True).first.click()

    assert page.url.endswith("#e24")
    assert page.locator(".card:target h3").inner_text() == (
        "North Korean troops who have recently fought Ukrainian forces have suffered"
        " around 1,100 casualties."
    )
    lit = page.locator(".text .active").all_inner_texts()
    assert "around 1,100" in lit
    assert "".join(lit).startswith("North Korean troops")


def test_a_permalink_opens_on_the_claim(read: Path, visit: Visit) -> None:
    page = visit.open(address(read, f"articles/{ARTICLE}.html#e24"))

    assert page.locator("#e24").evaluate("it => it.matches(':target')")
    assert page.locator(".text .active").count() > 0
    chain = page.locator("#e24 .chain li").all_inner_texts()
    assert [line.strip() for line in chain] == [
        (
            "Joint Chiefs of Staff of South Korea said the JCS said on 2024-12-23"
            " in a statement"
        ),
        "Joint Chiefs of Staff of South Korea assess we belief said on 2024-12-23",
        (
            "unnamed Through various sources of information and intelligence said no"
            " later than 2024-12-23"
        ),
    ]


@pytest.mark.parametrize("layer", ["claim", "source", "hedge", "quantity", "date"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_layer_can_be_switched_off(
    read: Path, browser: Browser, layer: str, *, script: bool
) -> None:
    look = (
        "it => { const s = getComputedStyle(it);"
        " return [s.backgroundColor, s.backgroundImage, s.fontWeight].join() }"
    )
    with visiting(browser, java_script_enabled=script) as visit:
        page = visit.open(address(read, f"articles/{ARTICLE}.html"))
        mark = page.locator(f".text .{layer}").first
        before = mark.evaluate(look)
        page.locator(f"#layer-{layer}").uncheck()
        after = mark.evaluate(look)

    assert before != after
    assert visit.faults == []


def test_a_claim_is_copied_with_all_that_it_needs(read: Path, browser: Browser) -> None:
    grants = ["clipboard-read", "clipboard-write"]
    with visiting(browser, permissions=grants) as visit:
        page = visit.open(address(read, f"articles/{ARTICLE}.html"))
        page.locator("#e24 button.copy").click()
        page.get_by_role("button", name="Copied").wait_for()
        copied = page.evaluate("navigator.clipboard.readText()")

    text, chain, *rest = copied.split("\n")
    assert text.endswith("have suffered around 1,100 casualties.")
    assert chain.endswith("(various sources of information and intelligence)")
    assert rest == [
        "said on 2024-12-23",
        "“around 1,100” casualties: around 1,100",
        f"{ARTICLE}.e24",
        f"{address(read, f'articles/{ARTICLE}.html')}#e24",
    ]


def test_without_script_all_is_there_but_the_buttons(
    read: Path, browser: Browser
) -> None:
    with visiting(browser, java_script_enabled=False) as visit:
        page = visit.open(address(read, f"articles/{ARTICLE}.html"))

        assert page.locator(".card").count() == 34
        assert page.locator(".text").is_visible()
        assert not page.locator("#e24 button.copy").is_visible()


HOSTILE = "<script>alert(1)</script></div>\u202egnp\u202c <img src=x onerror=alert(2)>"


def test_a_hostile_article_is_shown_as_text(tmp_path: Path, visit: Visit) -> None:
    root = copy_package(tmp_path / "p")
    shutil.rmtree(root / "data")
    text = f"{HOSTILE} killed 40, Anna said.\n"
    for path in (root / "seeds").iterdir():
        if path.is_dir():
            shutil.rmtree(path)
        elif path.suffix in {".txt", ".ann", ".json", ".csv"}:
            path.unlink()
    meta = {
        "title": text.strip(),
        "published_edtf": "2031-05-09",
        "language": "en",
        "text_access": "full",
        "is_reviewed": False,
    }
    (root / "seeds/a.txt").write_text(text, encoding="utf-8")
    (root / "seeds/a.meta.json").write_text(json.dumps(meta), encoding="utf-8")
    lines = [f"T1\tClaim 0 {len(HOSTILE)}\t{HOSTILE}", "E1\tClaim:T1"]
    lines += ["A1\tKind E1 State", "A2\tCertainty E1 Certain"]
    lines += ["A3\tTimeRelation E1 Overlap", "A4\tQuotation E1 None"]
    lines += [f"#1\tAnnotatorNotes E1\t{HOSTILE}"]
    (root / "seeds/a.ann").write_text("\n".join([*lines, ""]), encoding="utf-8")
    for name in ("entities", "events"):
        source = REPOSITORY / "seeds" / f"{name}.csv"
        head = source.read_text(encoding="utf-8").splitlines()[0]
        (root / "seeds" / f"{name}.csv").write_text(f"{head}\n", encoding="utf-8")
    (root / "datapackage.json").write_text('{"name": "hostile"}', encoding="utf-8")
    report = build_package(root, load_shipped_schema())
    assert report.row_counts["claims"] == 1, report.findings

    page = visit.open(address(make_site(root, tmp_path / "site"), "articles/a.html"))

    assert read_text(visit) == text
    assert page.locator("main img, main script").count() == 0
    assert page.locator(".card h3").inner_text().startswith("<script>alert(1)</script>")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1600])
def test_the_reader_is_accessible(
    read: Path, browser: Browser, scheme: str, width: int
) -> None:
    size = {"width": width, "height": 900}
    with visiting(browser, color_scheme=scheme, viewport=size, bypass_csp=True) as it:
        page = it.open(address(read, f"articles/{ARTICLE}.html#e24"))
        found = Axe().run(page)
        overflow = page.evaluate("document.documentElement.scrollWidth > innerWidth")

    assert found.response["violations"] == []
    assert not overflow


def test_the_command_replaces_a_site_and_nothing_else(tmp_path: Path) -> None:
    output = tmp_path / "site"
    first = run_claimpack("site", "--output", output, REPOSITORY)
    before = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    second = run_claimpack("site", "--output", output, REPOSITORY)
    after = {path: path.read_bytes() for path in output.rglob("*") if path.is_file()}
    (tmp_path / "link").symlink_to(output)
    linked = run_claimpack("site", "--output", tmp_path / "link", REPOSITORY)
    other = tmp_path / "other"
    (other / "assets").mkdir(parents=True)
    (other / "assets/site.css").write_text("mine")
    refused = run_claimpack("site", "--output", other, REPOSITORY)
    (output / "CNAME").write_text("mine")
    kept = run_claimpack("site", "--output", output, REPOSITORY)
    here = run_claimpack("site", "--output", ".", REPOSITORY, cwd=output)

    assert (first.returncode, second.returncode, first.stderr) == (0, 0, "")
    assert before == after
    assert linked.returncode == 0
    assert (tmp_path / "link").is_symlink()
    assert (refused.returncode, kept.returncode, here.returncode) == (2, 2, 2)
    assert "found assets/site.css, which is no file of a site" in refused.stderr
    assert "found CNAME, which is no file of a site" in kept.stderr
    assert "found the folder in which you are" in here.stderr
    assert (other / "assets/site.css").read_text() == "mine"
    assert (output / "CNAME").read_text() == "mine"
    assert sorted(it.name for it in tmp_path.iterdir()) == ["link", "other", "site"]


WINDOW = 16
"""Characters that nobody writes by chance."""


def read_public(site: Path) -> str:
    """All that a site publishes, cut at its elements."""
    found = []
    for path in site.rglob("*"):
        if path.is_file():
            text = html.unescape(path.read_text(encoding="utf-8"))
            found.append(re.sub(r"<[^>]*>", "\0", text))
    return "\0".join(found)


def read_cells(*tables: str) -> str:
    """All cells of some tables of this repository, and the words of its schemas."""
    paths = [path for name in tables for path in REPOSITORY.glob(f"data/{name}.csv")]
    lines = [it.read_text(encoding="utf-8").splitlines() for it in paths]
    cells = [cell for each in lines for row in csv.reader(each) for cell in row]
    schemas = (REPOSITORY / "schemas").rglob("*.json")
    return "\0".join([*cells, *(it.read_text(encoding="utf-8") for it in schemas)])


def list_windows(text: str, told: str) -> list[str]:
    """The stretches of a text that stand in nothing that is told."""
    windows = {text[at : at + WINDOW] for at in range(len(text) - WINDOW)}
    whole = (it for it in windows if it == it.strip() and "\n" not in it)
    return sorted(it for it in whole if it not in told)


def test_no_file_has_more_of_a_text_than_the_tables_quote(
    seed: Path, read: Path
) -> None:
    text = TEXT.read_bytes().decode()
    hidden = list_windows(text, read_cells("*"))
    published, private = read_public(seed), read_public(read)

    assert len(hidden) > 400
    assert [each for each in hidden if each in published] == []
    assert [each for each in hidden if each in private] != []


def test_a_report_does_not_quote_a_text_that_may_not_be_published(
    tmp_path: Path,
) -> None:
    root = copy_package(tmp_path / "p")
    for path in (root / "data").glob("*.parquet"):
        path.unlink()
    spans = (root / "data/spans.csv").read_text(encoding="utf-8").splitlines()
    moved = list(spans)
    at = spans[0].split(",").index("char_start")
    for number, line in enumerate(moved[1:60], 1):
        row = next(csv.reader([line]))
        row[at], row[at + 1] = str(100 + number), str(150 + number)
        moved[number] = ",".join(f'"{cell}"' if cell else "" for cell in row)
    (root / "data/spans.csv").write_text("\n".join([*moved, ""]), encoding="utf-8")
    text = TEXT.read_bytes().decode()

    site = make_site(root, tmp_path / "site")

    report = (site / "report.html").read_text(encoding="utf-8")
    assert "span-text" in report
    assert "The messages may quote articles" in report
    assert text[101:117] not in html.unescape(report)


def test_words_of_an_article_whose_words_may_not_be_shown_are_nowhere(
    tmp_path: Path,
) -> None:
    root = copy_package(tmp_path / "p", ("datapackage.json", "data"))
    for path in (root / "data").glob("*.parquet"):
        path.unlink()
    documents = root / "data/documents.csv"
    documents.write_text(documents.read_text().replace(",quotes,", ",none,"))

    published = read_public(make_site(root, tmp_path / "site"))

    ours = read_cells("documents", "claims", "entities", "events", "codes")
    hidden = list_windows(TEXT.read_bytes().decode(), ours)
    assert len(hidden) > 700
    assert [each for each in hidden if each in published] == []


def test_some_articles_are_told_to_be_some_and_counted_as_such(
    tmp_path: Path,
) -> None:
    root = copy_invented(tmp_path / "package")
    build_package(root, load_shipped_schema())
    output = tmp_path / "site"
    run = run_claimpack("site", "--articles", FIRST, "--output", output, root)

    home = (output / "index.html").read_text(encoding="utf-8")
    files = {path.relative_to(output).as_posix() for path in output.rglob("*.html")}
    assert (run.returncode, run.stderr) == (0, "")
    assert "These pages show 1 of 2 articles of the package" in home
    assert "report.html" not in files
    assert "report.html" not in (output / "data.html").read_text(encoding="utf-8")
    assert {it for it in files if it.startswith("articles/")} == {
        f"articles/{FIRST}.html"
    }


def test_the_text_of_a_package_is_shown_beside_those_of_a_folder(
    tmp_path: Path,
) -> None:
    root = copy_invented(tmp_path / "package")
    build_package(root, load_shipped_schema())
    (tmp_path / "texts").mkdir()

    site = make_site(root, tmp_path / "site", tmp_path / "texts")

    page = (site / f"articles/{FIRST}.html").read_text(encoding="utf-8")
    assert '<div class="text"' in page


def test_an_article_is_printed_whole_and_light(read: Path, browser: Browser) -> None:
    size = {"width": 1700, "height": 1100}
    with visiting(browser, color_scheme="dark", viewport=size) as visit:
        page = visit.open(address(read, f"articles/{ARTICLE}.html"))
        page.emulate_media(media="print", color_scheme="dark")
        reader = page.locator(".reader")
        height = reader.evaluate("it => it.scrollHeight - it.clientHeight")
        colour = page.locator(".text .claim").first.evaluate(
            "it => getComputedStyle(it).backgroundColor"
        )

    assert height <= 1
    assert colour == "rgb(244, 232, 193)"


def test_an_odd_anchor_stops_no_script(read: Path, visit: Visit) -> None:
    page = visit.open(address(read, f"articles/{ARTICLE}.html#%"))

    assert page.locator("#e24 button.copy").is_visible()
