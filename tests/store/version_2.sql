-- A database of version 2 as it was released: what version 1 kept, and an annotation put, put again and deleted beside
-- one that stays. Never changed again.
PRAGMA application_id = 1129861718;
CREATE TABLE schema_versions (
    version INTEGER NOT NULL,
    reached_at TEXT NOT NULL,
    app_version TEXT NOT NULL,
    PRIMARY KEY (version)
) STRICT;
CREATE TABLE cases (
    digest TEXT NOT NULL CHECK (length(digest) = 64),
    source TEXT NOT NULL,
    patient_name TEXT NOT NULL,
    patient_identifier TEXT NOT NULL,
    study_date TEXT NOT NULL,
    sop_instance_uid TEXT,
    first_opened_at TEXT NOT NULL,
    last_opened_at TEXT NOT NULL,
    PRIMARY KEY (digest)
) STRICT;
CREATE TABLE drafts (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    identifier TEXT NOT NULL,
    case_digest TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('report', 'answer')),
    text TEXT NOT NULL,
    finish_reason TEXT NOT NULL,
    created_at TEXT NOT NULL,
    model_name TEXT NOT NULL,
    model_digest TEXT NOT NULL,
    model_dtype TEXT NOT NULL,
    model_device TEXT NOT NULL,
    model_is_demo INTEGER NOT NULL CHECK (model_is_demo IN (0, 1)),
    prompt TEXT NOT NULL,
    temperature REAL NOT NULL,
    top_p REAL NOT NULL,
    top_k INTEGER NOT NULL,
    seed INTEGER NOT NULL,
    max_new_tokens INTEGER NOT NULL,
    input_sha256 TEXT NOT NULL,
    app_version TEXT NOT NULL,
    UNIQUE (identifier, case_digest),
    UNIQUE (identifier),
    FOREIGN KEY(case_digest) REFERENCES cases (digest)
) STRICT;
CREATE INDEX drafts_of_case ON drafts (case_digest, number);
CREATE TABLE exchanges (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_digest TEXT NOT NULL,
    draft_identifier TEXT NOT NULL,
    position INTEGER NOT NULL CHECK (position >= 0),
    question TEXT NOT NULL,
    answer_identifier TEXT NOT NULL,
    superseded_at TEXT,
    FOREIGN KEY(draft_identifier, case_digest) REFERENCES drafts (identifier, case_digest),
    FOREIGN KEY(answer_identifier, case_digest) REFERENCES drafts (identifier, case_digest),
    UNIQUE (answer_identifier)
) STRICT;
CREATE UNIQUE INDEX one_current_exchange_per_position ON exchanges (draft_identifier, position) WHERE superseded_at IS NULL;
CREATE TABLE ratings (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    identifier TEXT NOT NULL,
    draft_identifier TEXT NOT NULL,
    reader TEXT NOT NULL,
    acceptability INTEGER NOT NULL CHECK (acceptability BETWEEN 1 AND 4),
    comment TEXT NOT NULL,
    rated_at TEXT NOT NULL,
    UNIQUE (identifier),
    FOREIGN KEY(draft_identifier) REFERENCES drafts (identifier)
) STRICT;
CREATE INDEX ratings_of_draft ON ratings (draft_identifier, number);
CREATE TABLE annotation_edits (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    case_digest TEXT NOT NULL,
    annotation_identifier TEXT NOT NULL,
    action TEXT NOT NULL CHECK (action IN ('put', 'deleted')),
    figure TEXT NOT NULL,
    points TEXT NOT NULL,
    text TEXT NOT NULL,
    edited_at TEXT NOT NULL,
    FOREIGN KEY(case_digest) REFERENCES cases (digest)
) STRICT;
CREATE INDEX annotation_edits_of_case ON annotation_edits (case_digest, number);
INSERT INTO schema_versions VALUES (1, '2026-01-02T03:04:05.000000+00:00', '0.1.0');
INSERT INTO schema_versions VALUES (2, '2026-01-03T03:04:05.000000+00:00', '0.1.0');
INSERT INTO cases VALUES (
    'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'film.dcm', '홍길동', 'E-001', '20260102', NULL,
    '2026-01-02T03:04:05.000000+00:00', '2026-01-02T03:04:06.000000+00:00'
);
INSERT INTO drafts VALUES (
    1, 'report-1', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'report', 'The lungs are clear.',
    'stop', '2026-01-02T03:04:07.000000+00:00', 'demo', 'digest', 'float32', 'cpu', 1, 'Write a report.', 0.2, 0.8, 50,
    7, 512, 'input', '0.1.0'
);
INSERT INTO drafts VALUES (
    2, 'answer-1', 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'answer', 'No.',
    'length', '2026-01-02T03:04:08.000000+00:00', 'demo', 'digest', 'float32', 'cpu', 1, 'Effusion?', 0.2, 0.8, 50,
    7, 512, 'input', '0.1.0'
);
INSERT INTO exchanges VALUES (
    1, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'report-1', 0, 'Effusion?', 'answer-1', NULL
);
INSERT INTO ratings VALUES (1, 'rating-1', 'report-1', '김', 2, '좋음', '2026-01-02T03:04:09.000000+00:00');
INSERT INTO annotation_edits VALUES (
    1, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'line', 'put', 'length', '[[1.5, 2.0], [10.0, 20.0]]', '', '2026-01-03T03:04:01.000000+00:00'
);
INSERT INTO annotation_edits VALUES (
    2, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'note', 'put', 'text', '[[5.0, 6.0]]', '결절', '2026-01-03T03:04:02.000000+00:00'
);
INSERT INTO annotation_edits VALUES (
    3, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'line', 'put', 'length', '[[1.5, 2.0], [11.0, 21.0]]', '', '2026-01-03T03:04:03.000000+00:00'
);
INSERT INTO annotation_edits VALUES (
    4, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'note', 'deleted', '', '', '', '2026-01-03T03:04:04.000000+00:00'
);
INSERT INTO annotation_edits VALUES (
    5, 'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc', 'arrow', 'put', 'arrow', '[[7.0, 8.0], [9.0, 10.0]]', 'tip', '2026-01-03T03:04:05.000000+00:00'
);
