"""Findings in the formats that people and programs read.

Each function takes findings in any number and shows the first `limit` of them; the
totals are always those of all. Control characters are escaped everywhere.
"""

from claimpack.render.github import render_github
from claimpack.render.report import Background, render_json
from claimpack.render.sarif import render_sarif
from claimpack.render.text import render_text, render_totals

__all__ = [
    "Background",
    "render_github",
    "render_json",
    "render_sarif",
    "render_text",
    "render_totals",
]
