"""What a content says: how a text sounds, which personal data are in it, what is to be seen in a picture.

`sentiment` and `privacy` need the extra `live`, `vision` the extra of that name.
"""
