"""A document as others see it: data, and a page of a terminal."""
