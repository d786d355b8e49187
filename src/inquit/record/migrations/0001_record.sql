CREATE TABLE schema_version (
    version INTEGER PRIMARY KEY,
    applied TEXT NOT NULL
);

CREATE TABLE settings (
    key TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    pack TEXT,
    reader TEXT NOT NULL,
    options TEXT NOT NULL DEFAULT '{}',
    found INTEGER NOT NULL DEFAULT 0,
    added INTEGER NOT NULL DEFAULT 0,
    known INTEGER NOT NULL DEFAULT 0,
    skipped INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    sha256 TEXT NOT NULL,
    uri TEXT NOT NULL,
    media_type TEXT,
    encoding TEXT NOT NULL,
    language TEXT,
    title TEXT,
    published TEXT,
    publisher TEXT,
    agency TEXT,
    authors TEXT NOT NULL DEFAULT '[]',
    dateline TEXT,
    metadata TEXT NOT NULL DEFAULT '{}',
    given TEXT NOT NULL DEFAULT '{}',
    pack TEXT NOT NULL,
    reader TEXT NOT NULL,
    run_id INTEGER REFERENCES runs (id),
    current INTEGER NOT NULL DEFAULT 1,
    characters INTEGER NOT NULL
);

CREATE INDEX documents_publisher ON documents (publisher);
CREATE INDEX documents_superseded ON documents (id) WHERE current = 0;

CREATE TABLE texts (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    zlib BLOB NOT NULL
);

CREATE TABLE originals (
    document_id INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    zlib BLOB
);

CREATE TABLE origins (
    id INTEGER PRIMARY KEY,
    address TEXT NOT NULL,
    version INTEGER NOT NULL,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    seen TEXT NOT NULL,
    UNIQUE (address, version)
);
CREATE INDEX origins_document ON origins (document_id);

CREATE VIEW versions AS
SELECT o.address, o.version, d.key AS document, o.seen, d.current
FROM origins AS o JOIN documents AS d ON d.id = o.document_id;

CREATE TABLE files (
    path TEXT PRIMARY KEY,
    size INTEGER NOT NULL,
    modified INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    options TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE blocks (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    kind TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    language TEXT,
    rule TEXT NOT NULL,
    PRIMARY KEY (document_id, n)
) WITHOUT ROWID;

CREATE TABLE diagnostics (
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    code TEXT NOT NULL,
    level TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    message TEXT NOT NULL,
    PRIMARY KEY (document_id, n)
) WITHOUT ROWID;

CREATE TABLE names (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    folded TEXT NOT NULL
);
CREATE VIRTUAL TABLE name_index USING fts5 (folded, content = '', tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE speakers (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    name_id INTEGER NOT NULL REFERENCES names (id),
    type TEXT NOT NULL,
    role TEXT,
    country TEXT,
    organization TEXT,
    members TEXT NOT NULL DEFAULT '[]',
    evidence TEXT NOT NULL DEFAULT '[]',
    confidence REAL NOT NULL
);
CREATE INDEX speakers_document ON speakers (document_id);
CREATE INDEX speakers_name ON speakers (name_id, type);

CREATE TABLE gaps (
    id INTEGER PRIMARY KEY,
    fields TEXT NOT NULL UNIQUE
);

CREATE TABLE statements (
    id INTEGER PRIMARY KEY,
    document_id INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    key TEXT NOT NULL,
    parent TEXT,
    kind TEXT NOT NULL,
    form TEXT NOT NULL,
    negated INTEGER NOT NULL,
    modality TEXT NOT NULL,
    language TEXT,
    speaker_id INTEGER REFERENCES speakers (id) ON DELETE CASCADE,
    addressee_id INTEGER REFERENCES names (id),
    date_from TEXT,
    date_to TEXT,
    act TEXT,
    source TEXT NOT NULL,
    cue TEXT NOT NULL,
    content TEXT NOT NULL,
    verbatim TEXT NOT NULL,
    chain TEXT,
    addressee TEXT,
    addressee_name TEXT,
    channel TEXT,
    place TEXT,
    place_name TEXT,
    place_country TEXT,
    place_rule TEXT,
    time TEXT,
    time_value TEXT,
    time_precision TEXT,
    time_rule TEXT,
    act_level TEXT,
    act_evidence TEXT,
    act_rule TEXT,
    gap_id INTEGER REFERENCES gaps (id),
    confidence REAL NOT NULL
);
CREATE UNIQUE INDEX statements_order ON statements (document_id, n);
CREATE INDEX statements_key ON statements (substr(key, 1, 8));
CREATE INDEX statements_speaker ON statements (speaker_id, date_from);
CREATE INDEX statements_addressee ON statements (addressee_id) WHERE addressee_id IS NOT NULL;
CREATE INDEX statements_date ON statements (date_from);
CREATE VIRTUAL TABLE statement_index USING fts5 (french, english, content = '', tokenize = "unicode61 remove_diacritics 0");

CREATE VIRTUAL TABLE form_index USING fts5 (forms, content = '', detail = none, columnsize = 0, tokenize = "unicode61 remove_diacritics 0");

CREATE TABLE mentions (
    statement_id INTEGER NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
    n INTEGER NOT NULL,
    name_id INTEGER NOT NULL REFERENCES names (id),
    PRIMARY KEY (statement_id, n)
) WITHOUT ROWID;
CREATE INDEX mentions_name ON mentions (name_id);

CREATE TABLE failures (
    id INTEGER PRIMARY KEY,
    run_id INTEGER NOT NULL REFERENCES runs (id),
    address TEXT NOT NULL,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
);
CREATE INDEX failures_address ON failures (address);
