-- Version 4: the texts that an article had before, and what came of fetching it again.

-- An article without a row here has one text. From the second on every text has a row; the one with «current» is
-- in `article` and `body`, and what its own row says is what was so when it was last put aside.
CREATE TABLE version (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  article      INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  made         INTEGER NOT NULL,           -- when the page said so
  reason       TEXT    NOT NULL CHECK (reason IN ('added', 'fetched')),
  current      INTEGER NOT NULL DEFAULT 0,
  snapshot     INTEGER REFERENCES snapshot ON DELETE SET NULL,
  html         TEXT,                       -- as in body; NULL: never put aside
  title        TEXT,                       -- the others as in article
  byline       TEXT,
  site         TEXT,
  excerpt      TEXT,
  language     TEXT,
  image        TEXT,
  incomplete   TEXT,
  listed       TEXT,                       -- what it lists under «See also»: one a line, address, tab, title
  rtl          INTEGER NOT NULL DEFAULT 0,
  image_width  INTEGER NOT NULL DEFAULT 0,
  image_height INTEGER NOT NULL DEFAULT 0,
  published    INTEGER NOT NULL DEFAULT 0,
  modified     INTEGER NOT NULL DEFAULT 0,
  words        INTEGER NOT NULL DEFAULT 0,
  extractor    INTEGER NOT NULL DEFAULT 0,
  rule         INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX version_article ON version (article, id);
CREATE INDEX version_snapshot ON version (snapshot) WHERE snapshot IS NOT NULL;
CREATE UNIQUE INDEX version_current ON version (article) WHERE current = 1;

-- What came of it the last time.
CREATE TABLE refetch (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  time    INTEGER NOT NULL,
  result  TEXT    NOT NULL CHECK (result IN ('changed', 'same', 'less', 'gone')),
  message TEXT                             -- for the person
) STRICT;
