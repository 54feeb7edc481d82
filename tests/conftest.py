"""What holds for all tests: none of them fails because the machine is slow."""

from importlib.util import find_spec

from hypothesis import settings

collect_ignore = (
    []
    if find_spec("playwright")
    else ["sites.py", "test_site_browser.py", "test_site_whole.py"]
)
"""What drives a browser, which the environment of the lowest versions does not have."""

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
