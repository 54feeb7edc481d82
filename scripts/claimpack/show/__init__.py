"""One claim, entity or event with all that belongs to it: its card.

`card` puts a card together from the files of a package, `report` writes it.
"""
