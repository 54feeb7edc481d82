"""The formats that annotations can be exported to, by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from claimpack.exporters.brat import export_brat, export_portable_brat
from claimpack.exporters.cas_json import export_cas_json
from claimpack.exporters.doccano import export_doccano
from claimpack.exporters.document import export_document
from claimpack.exporters.label_studio import export_label_studio
from claimpack.exporters.losses import Losses
from claimpack.exporters.texts import Texts
from claimpack.exporters.web_annotation import export_web_annotation
from claimpack.exporters.webanno_tsv import export_webanno_tsv

Exporter = Callable[[Texts, Losses], dict[str, bytes]]
"""Gives the content of each file by its name; a text comes before what is on it."""

EXPORTERS: Mapping[str, Exporter] = {
    "brat": export_brat,
    "brat-portable": export_portable_brat,
    "cas-json": export_cas_json,
    "doccano": export_doccano,
    "document": export_document,
    "label-studio": export_label_studio,
    "web-annotation": export_web_annotation,
    "webanno-tsv": export_webanno_tsv,
}
