"""A package as pages for people: they need no network, no script and no clock.

What a package says is a stranger's: every word of it is escaped where it is shown.
"""
