"""What holds for all tests: none of them fails because the machine is slow."""

from collections.abc import Iterator
from importlib.util import find_spec

import pytest
from hypothesis import settings

from spark_cluster import running_cluster

collect_ignore = (
    []
    if find_spec("playwright")
    else ["sites.py", "test_site_browser.py", "test_site_whole.py"]
)
"""What drives a browser, which the environment of the lowest versions does not have."""

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


@pytest.fixture(scope="session")
def spark_master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Spark cluster, for tests that are marked with `needs_spark`."""
    with running_cluster(tmp_path_factory.mktemp("spark")) as master:
        yield master
