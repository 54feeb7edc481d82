"""What a conversion could not carry, as lines for people."""

from __future__ import annotations

from collections.abc import Iterable

from claimpack.exporters.losses import Loss
from claimpack.findings import escape_character, quote


def render_losses(losses: Iterable[Loss]) -> str:
    """Return a line for each loss: what, how many, and where the first one stands."""
    return "\n".join(["Not carried over:", *map(render_loss, losses)])


def render_loss(loss: Loss) -> str:
    """Return the line of a loss, with the start of its example if it has words."""
    origin = loss.example
    path = "".join(map(escape_character, origin.path))
    example = f": {quote(origin.excerpt)}" if origin.excerpt else ""
    return f"  {loss.what}: {loss.count:,}, first {path}:{origin.line}{example}"
