"""A corpus, built shard by shard: the same package, whoever builds the shards.

`plans` and `sources` say what is built, `drafts` and `shards` build the tables of one,
`store` keeps them in files, `merge` and `links` look at all shards together, `layout`
makes the files of the tables, and `corpora` does one after the other.
"""
