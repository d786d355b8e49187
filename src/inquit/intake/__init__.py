"""From bytes to a document's text and what can be told of it by rule."""
