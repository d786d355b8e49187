"""Quality and speed, measured on the corpora; none of it runs with the unit tests."""
