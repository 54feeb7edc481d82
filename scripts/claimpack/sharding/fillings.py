"""How far the tables of a corpus are filled, without having all their rows at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
from pyarrow import compute

from claimpack.checks.expectations import Filling
from claimpack.checks.keys import show_key
from claimpack.findings import Location
from claimpack.origins import index_origins, locate_row
from claimpack.package import csv_path
from claimpack.schema import Table
from claimpack.sharding.layout import Part, list_parts
from claimpack.sharding.plans import Plan, ShardSource
from claimpack.sharding.shards import Again
