"""Practice in the page: what runs there, in Python in a browser's worker, and what is given to it."""
