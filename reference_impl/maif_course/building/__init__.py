"""From lessons to notebooks: `notebooks` makes them, `staleness` says which are out of date, `execution` runs them."""
