"""From annotated corpora to a model pack. Nothing in inquit imports this."""
