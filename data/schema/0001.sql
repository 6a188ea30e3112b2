-- The library's first schema: who reads this file without Carrel starts here.
--
-- Times are seconds since 1970 in UTC; 0 is «unknown». `uid` is 16 random bytes that stay the same when
-- a thing is exported and imported. Keys of addresses and titles are made by Carrel so that equal ones
-- are equal. What is derived (search index, counts, wanted, topic_article) is kept by the triggers
-- below, in the same transaction as its cause; nothing else writes it.
--
-- Changing this file, and PRAGMA integrity_check, need Carrel: the search index has its own tokenizer.
-- Reading, dumping and copying work with any SQLite.

PRAGMA application_id = 0x4361726c; -- «Carl»

-- ── Articles ────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE article (
  id              INTEGER PRIMARY KEY AUTOINCREMENT, -- order of arrival; never used twice
  uid             BLOB    NOT NULL UNIQUE DEFAULT (randomblob(16)),
  title           TEXT    NOT NULL,
  title_key       TEXT    NOT NULL,            -- without case, accents, punctuation and the site's name
  byline          TEXT,
  site            TEXT,                        -- the site's name, else its host
  address         TEXT,                        -- final, without tracking parameters
  canonical       TEXT,                        -- as the page says, where that may count
  excerpt         TEXT,
  language        TEXT,                        -- BCP 47
  rtl             INTEGER NOT NULL DEFAULT 0,
  image           TEXT,                        -- blob of its picture: SHA-256 in hex
  image_width     INTEGER NOT NULL DEFAULT 0,
  image_height    INTEGER NOT NULL DEFAULT 0,
  published       INTEGER NOT NULL DEFAULT 0,
  modified        INTEGER NOT NULL DEFAULT 0,
  added           INTEGER NOT NULL,            -- the person's date; an import may bring an old one
  trashed         INTEGER NOT NULL DEFAULT 0,  -- when it was put into the trash; 0: it isn't
  words           INTEGER NOT NULL DEFAULT 0,
  progress        REAL    NOT NULL DEFAULT 0,  -- 0 to 1
  position_block  INTEGER NOT NULL DEFAULT -1, -- where reading stopped: block, and fraction of it
  position_offset REAL    NOT NULL DEFAULT 0,
  place           INTEGER NOT NULL DEFAULT 0,  -- 0 inbox, 1 archive
  read            INTEGER NOT NULL DEFAULT 0,  -- 0 unread, 1 reading, 2 read
  read_at         INTEGER NOT NULL DEFAULT 0,  -- when it became read
  favourite       INTEGER NOT NULL DEFAULT 0,
  incomplete      TEXT,                        -- why the text may be incomplete; NULL: it is whole
  extractor       INTEGER NOT NULL DEFAULT 0   -- version of the extractor that made the body
) STRICT;

-- Every order in which the list is shown, with what it filters by.
CREATE INDEX article_added     ON article (added, id) WHERE trashed = 0;
CREATE INDEX article_published ON article (published, id) WHERE trashed = 0;
CREATE INDEX article_title     ON article (title_key, id) WHERE trashed = 0;
CREATE INDEX article_site      ON article (site COLLATE NOCASE, added DESC, id DESC) WHERE trashed = 0;
CREATE INDEX article_words     ON article (words, id) WHERE trashed = 0;
CREATE INDEX article_place     ON article (place, added, id) WHERE trashed = 0;
CREATE INDEX article_read      ON article (read, added, id) WHERE trashed = 0;
CREATE INDEX article_favourite ON article (added, id) WHERE favourite = 1 AND trashed = 0;
CREATE INDEX article_trashed   ON article (trashed, id) WHERE trashed > 0;
CREATE INDEX article_by_title  ON article (title_key);

-- The text: clean HTML, the subset that docs/clean-html.md describes.
CREATE TABLE body (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  html    TEXT NOT NULL
) STRICT;

-- Every address that leads to an article, by its key.
CREATE TABLE address (
  key     TEXT    PRIMARY KEY,
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  kind    TEXT    NOT NULL CHECK (kind IN ('final', 'canonical', 'redirect', 'amp'))
) STRICT, WITHOUT ROWID;
CREATE INDEX address_article ON address (article);

-- A page as it was fetched: blobs/ab/cdef… holds it compressed (zstd), named by the hash of its bytes.
CREATE TABLE snapshot (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  article   INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  hash      TEXT    NOT NULL,
  size      INTEGER NOT NULL,           -- bytes as fetched
  fetched   INTEGER NOT NULL,
  status    INTEGER NOT NULL DEFAULT 0, -- HTTP; 0: not from the web
  type      TEXT    NOT NULL,
  charset   TEXT,                       -- as the transport declared it
  address   TEXT
) STRICT;
CREATE INDEX snapshot_article ON snapshot (article, fetched);
CREATE INDEX snapshot_hash    ON snapshot (hash);

-- Images of a body, which says «blob:HASH».
CREATE TABLE image (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  hash    TEXT    NOT NULL,
  address TEXT,                         -- where it came from
  type    TEXT    NOT NULL,
  width   INTEGER NOT NULL,
  height  INTEGER NOT NULL,
  size    INTEGER NOT NULL,
  PRIMARY KEY (article, hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX image_hash ON image (hash);

-- ── Topics ──────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE topic (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  uid      BLOB    NOT NULL UNIQUE DEFAULT (randomblob(16)),
  path     TEXT    NOT NULL,            -- «ai/llm»
  key      TEXT    NOT NULL UNIQUE,     -- the path, folded: under it equal paths are equal
  name_key TEXT    NOT NULL,            -- its last part, folded
  parent   INTEGER REFERENCES topic DEFERRABLE INITIALLY DEFERRED,
  colour   INTEGER NOT NULL DEFAULT 0,
  n        INTEGER NOT NULL DEFAULT 0,  -- derived: distinct articles under it, without the trash
  n_unread INTEGER NOT NULL DEFAULT 0   -- derived
) STRICT;
CREATE INDEX topic_parent ON topic (parent);
CREATE INDEX topic_name   ON topic (name_key);

-- What the person said.
CREATE TABLE article_topic (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  topic   INTEGER NOT NULL REFERENCES topic ON DELETE CASCADE,
  PRIMARY KEY (article, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_topic_topic ON article_topic (topic, article);

-- Derived: each topic's ancestors, itself among them.
CREATE TABLE topic_ancestor (
  topic    INTEGER NOT NULL,
  ancestor INTEGER NOT NULL,
  PRIMARY KEY (topic, ancestor)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_ancestor_ancestor ON topic_ancestor (ancestor, topic);

-- Derived: each article under its topics and all their ancestors; n: in how many ways.
CREATE TABLE topic_article (
  topic   INTEGER NOT NULL,
  article INTEGER NOT NULL,
  n       INTEGER NOT NULL,
  PRIMARY KEY (topic, article)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_article_article ON topic_article (article, topic);

-- ── Links ───────────────────────────────────────────────────────────────────────────────────────────

CREATE TABLE link (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  uid         BLOB    NOT NULL UNIQUE DEFAULT (randomblob(16)),
  source      INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  target      INTEGER REFERENCES article ON DELETE SET NULL, -- NULL: wanted. Derived for kinds 0 and 1
  kind        INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 6),
                       -- 0 mentions, 1 see-also, 2 related, 3 follows, 4 cites, 5 supports, 6 contradicts
  title       TEXT,    -- as the source names it
  address     TEXT,
  address_key TEXT,
  title_key   TEXT,    -- only where a title may resolve it: see-also
  context     TEXT,    -- the sentence in which it stands
  note        TEXT,
  block       INTEGER NOT NULL DEFAULT -1, -- place in the text: block, and byte in it
  start       INTEGER NOT NULL DEFAULT 0,
  created     INTEGER NOT NULL DEFAULT 0,
  wanted_key  TEXT GENERATED ALWAYS AS (coalesce(address_key, 't ' || title_key)) VIRTUAL
) STRICT;
CREATE INDEX link_source  ON link (source, kind);
CREATE INDEX link_target  ON link (target, kind) WHERE target IS NOT NULL;
CREATE INDEX link_address ON link (address_key) WHERE target IS NULL AND address_key IS NOT NULL;
CREATE INDEX link_title   ON link (title_key) WHERE target IS NULL AND title_key IS NOT NULL;
CREATE INDEX link_wanted  ON link (wanted_key) WHERE target IS NULL;

-- Derived: what links outside the trash point at and the library hasn't. It is shown under Wanted when
-- an article lists it (strong), or two links point at it.
CREATE TABLE wanted (
  key    TEXT    PRIMARY KEY,
  n      INTEGER NOT NULL,
  strong INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX wanted_shown ON wanted (n) WHERE strong > 0 OR n > 1;

-- ── Highlights, collections, queue, settings ────────────────────────────────────────────────────────

CREATE TABLE highlight (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  uid     BLOB    NOT NULL UNIQUE DEFAULT (randomblob(16)),
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  colour  INTEGER NOT NULL DEFAULT 0, -- 0 yellow, 1 green, 2 blue, 3 pink
  start   INTEGER NOT NULL,           -- bytes into the body's text
  "end"   INTEGER NOT NULL,
  exact   TEXT    NOT NULL,           -- the passage, and what stands around it
  prefix  TEXT    NOT NULL DEFAULT '',
  suffix  TEXT    NOT NULL DEFAULT '',
  note    TEXT,
  created INTEGER NOT NULL
) STRICT;
CREATE INDEX highlight_article ON highlight (article, start);
CREATE INDEX highlight_created ON highlight (created, id);

CREATE TABLE collection (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  uid      BLOB    NOT NULL UNIQUE DEFAULT (randomblob(16)),
  name     TEXT    NOT NULL,
  query    TEXT    NOT NULL,
  position INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What is to be fetched.
CREATE TABLE queue (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  address    TEXT    NOT NULL,
  state      TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'failed')),
  tries      INTEGER NOT NULL DEFAULT 0,
  next_try   INTEGER NOT NULL DEFAULT 0,
  error      TEXT,              -- the last one: its code's name,
  message    TEXT,              -- and its sentence
  topics     TEXT,              -- a JSON array of paths
  added      INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_state ON queue (state, next_try);

CREATE TABLE setting (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived: the sidebar's numbers, in one row.
CREATE TABLE counts (
  id         INTEGER PRIMARY KEY CHECK (id = 1),
  inbox      INTEGER NOT NULL DEFAULT 0,
  reading    INTEGER NOT NULL DEFAULT 0,
  favourites INTEGER NOT NULL DEFAULT 0,
  archive    INTEGER NOT NULL DEFAULT 0,
  articles   INTEGER NOT NULL DEFAULT 0,
  unread     INTEGER NOT NULL DEFAULT 0,
  trash      INTEGER NOT NULL DEFAULT 0,
  highlights INTEGER NOT NULL DEFAULT 0,
  wanted     INTEGER NOT NULL DEFAULT 0
) STRICT;
INSERT INTO counts (id) VALUES (1);

-- ── The search index ────────────────────────────────────────────────────────────────────────────────

CREATE VIRTUAL TABLE text_index USING fts5 (title, byline, site, body, content = '', contentless_delete = 1, tokenize = 'carrel');
-- As a person types: titles by their first letters, and every word's first one, two and three letters.
CREATE VIRTUAL TABLE title_index USING fts5 (title, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'carrel');
CREATE VIRTUAL TABLE beginning_index USING fts5 (text, content = '', contentless_delete = 1, detail = none, tokenize = 'carrel_beginnings');
CREATE VIRTUAL TABLE note_index USING fts5 (exact, note, content = '', contentless_delete = 1, tokenize = 'carrel');

CREATE TRIGGER body_insert AFTER INSERT ON body BEGIN
  INSERT INTO text_index (rowid, title, byline, site, body)
    SELECT id, title, coalesce(byline, ''), coalesce(site, ''), carrel_text(new.html) FROM article WHERE id = new.article;
  INSERT INTO title_index (rowid, title) SELECT id, title FROM article WHERE id = new.article;
  INSERT INTO beginning_index (rowid, text)
    SELECT id, concat_ws(char(10), title, byline, site, carrel_text(new.html)) FROM article WHERE id = new.article;
END;
CREATE TRIGGER body_update AFTER UPDATE OF html ON body WHEN old.html IS NOT new.html BEGIN
  DELETE FROM text_index WHERE rowid = old.article;
  INSERT INTO text_index (rowid, title, byline, site, body)
    SELECT id, title, coalesce(byline, ''), coalesce(site, ''), carrel_text(new.html) FROM article WHERE id = new.article;
  DELETE FROM beginning_index WHERE rowid = old.article;
  INSERT INTO beginning_index (rowid, text)
    SELECT id, concat_ws(char(10), title, byline, site, carrel_text(new.html)) FROM article WHERE id = new.article;
END;
CREATE TRIGGER body_delete AFTER DELETE ON body BEGIN
  DELETE FROM text_index WHERE rowid = old.article;
  DELETE FROM title_index WHERE rowid = old.article;
  DELETE FROM beginning_index WHERE rowid = old.article;
END;
CREATE TRIGGER article_words_change AFTER UPDATE OF title, byline, site ON article
WHEN old.title IS NOT new.title OR old.byline IS NOT new.byline OR old.site IS NOT new.site BEGIN
  DELETE FROM text_index WHERE rowid = old.id;
  INSERT INTO text_index (rowid, title, byline, site, body)
    SELECT new.id, new.title, coalesce(new.byline, ''), coalesce(new.site, ''), carrel_text(html) FROM body WHERE article = new.id;
  DELETE FROM title_index WHERE rowid = old.id;
  INSERT INTO title_index (rowid, title) VALUES (new.id, new.title);
  DELETE FROM beginning_index WHERE rowid = old.id;
  INSERT INTO beginning_index (rowid, text)
    SELECT new.id, concat_ws(char(10), new.title, new.byline, new.site, carrel_text(html)) FROM body WHERE article = new.id;
END;

CREATE TRIGGER highlight_insert AFTER INSERT ON highlight BEGIN
  INSERT INTO note_index (rowid, exact, note) VALUES (new.id, new.exact, coalesce(new.note, ''));
  UPDATE counts SET highlights = highlights + 1;
END;
CREATE TRIGGER highlight_update AFTER UPDATE OF exact, note ON highlight BEGIN
  DELETE FROM note_index WHERE rowid = old.id;
  INSERT INTO note_index (rowid, exact, note) VALUES (new.id, new.exact, coalesce(new.note, ''));
END;
CREATE TRIGGER highlight_delete AFTER DELETE ON highlight BEGIN
  DELETE FROM note_index WHERE rowid = old.id;
  UPDATE counts SET highlights = highlights - 1;
END;

-- ── Counts ──────────────────────────────────────────────────────────────────────────────────────────

CREATE TRIGGER article_insert AFTER INSERT ON article BEGIN
  UPDATE counts SET
    inbox      = inbox      + (new.trashed = 0 AND new.place = 0),
    archive    = archive    + (new.trashed = 0 AND new.place = 1),
    reading    = reading    + (new.trashed = 0 AND new.read = 1),
    unread     = unread     + (new.trashed = 0 AND new.read = 0),
    favourites = favourites + (new.trashed = 0 AND new.favourite = 1),
    articles   = articles   + (new.trashed = 0),
    trash      = trash      + (new.trashed > 0);
END;
CREATE TRIGGER article_state AFTER UPDATE OF place, read, favourite, trashed ON article
WHEN old.place <> new.place OR old.read <> new.read OR old.favourite <> new.favourite OR (old.trashed = 0) <> (new.trashed = 0) BEGIN
  UPDATE counts SET
    inbox      = inbox      + (new.trashed = 0 AND new.place = 0)     - (old.trashed = 0 AND old.place = 0),
    archive    = archive    + (new.trashed = 0 AND new.place = 1)     - (old.trashed = 0 AND old.place = 1),
    reading    = reading    + (new.trashed = 0 AND new.read = 1)      - (old.trashed = 0 AND old.read = 1),
    unread     = unread     + (new.trashed = 0 AND new.read = 0)      - (old.trashed = 0 AND old.read = 0),
    favourites = favourites + (new.trashed = 0 AND new.favourite = 1) - (old.trashed = 0 AND old.favourite = 1),
    articles   = articles   + (new.trashed = 0) - (old.trashed = 0),
    trash      = trash      + (new.trashed > 0) - (old.trashed > 0);
  UPDATE topic SET
    n        = n + (new.trashed = 0) - (old.trashed = 0),
    n_unread = n_unread + (new.trashed = 0 AND new.read = 0) - (old.trashed = 0 AND old.read = 0)
    WHERE id IN (SELECT topic FROM topic_article WHERE article = new.id);
END;
-- A link from the trash wants nothing.
CREATE TRIGGER article_trash AFTER UPDATE OF trashed ON article WHEN old.trashed = 0 AND new.trashed > 0 BEGIN
  UPDATE wanted SET
    n      = n - (SELECT count(*) FROM link WHERE source = new.id AND target IS NULL AND wanted_key = wanted.key),
    strong = strong - (SELECT count(*) FROM link WHERE source = new.id AND target IS NULL AND wanted_key = wanted.key AND kind > 0)
    WHERE key IN (SELECT wanted_key FROM link WHERE source = new.id AND target IS NULL);
  DELETE FROM wanted WHERE n = 0 AND key IN (SELECT wanted_key FROM link WHERE source = new.id AND target IS NULL);
END;
CREATE TRIGGER article_restore AFTER UPDATE OF trashed ON article WHEN old.trashed > 0 AND new.trashed = 0 BEGIN
  INSERT INTO wanted (key, n, strong)
    SELECT wanted_key, count(*), sum(kind > 0) FROM link
    WHERE source = new.id AND target IS NULL AND wanted_key IS NOT NULL GROUP BY wanted_key
    ON CONFLICT DO UPDATE SET n = n + excluded.n, strong = strong + excluded.strong;
END;
CREATE TRIGGER wanted_insert AFTER INSERT ON wanted WHEN new.strong > 0 OR new.n > 1 BEGIN
  UPDATE counts SET wanted = wanted + 1;
END;
CREATE TRIGGER wanted_update AFTER UPDATE ON wanted WHEN (old.strong > 0 OR old.n > 1) <> (new.strong > 0 OR new.n > 1) BEGIN
  UPDATE counts SET wanted = wanted + (new.strong > 0 OR new.n > 1) - (old.strong > 0 OR old.n > 1);
END;
CREATE TRIGGER wanted_delete AFTER DELETE ON wanted WHEN old.strong > 0 OR old.n > 1 BEGIN
  UPDATE counts SET wanted = wanted - 1;
END;

-- Before an article goes for good: what hangs on it goes by its own triggers, while it is still there.
CREATE TRIGGER article_delete BEFORE DELETE ON article BEGIN
  DELETE FROM link WHERE source = old.id OR (target = old.id AND kind > 1);
  UPDATE link SET target = NULL WHERE target = old.id;
  DELETE FROM article_topic WHERE article = old.id;
  UPDATE counts SET
    inbox      = inbox      - (old.trashed = 0 AND old.place = 0),
    archive    = archive    - (old.trashed = 0 AND old.place = 1),
    reading    = reading    - (old.trashed = 0 AND old.read = 1),
    unread     = unread     - (old.trashed = 0 AND old.read = 0),
    favourites = favourites - (old.trashed = 0 AND old.favourite = 1),
    articles   = articles   - (old.trashed = 0),
    trash      = trash      - (old.trashed > 0);
END;

-- ── Topics ──────────────────────────────────────────────────────────────────────────────────────────

CREATE TRIGGER topic_insert AFTER INSERT ON topic BEGIN
  INSERT INTO topic_ancestor (topic, ancestor)
    SELECT new.id, ancestor FROM topic_ancestor WHERE topic = new.parent UNION ALL SELECT new.id, new.id;
END;
-- A subtree moves: its topics leave the old ancestors and join the new.
CREATE TRIGGER topic_move AFTER UPDATE OF parent ON topic WHEN old.parent IS NOT new.parent BEGIN
  DELETE FROM topic_ancestor
    WHERE topic IN (SELECT topic FROM topic_ancestor WHERE ancestor = new.id)
      AND ancestor IN (SELECT ancestor FROM topic_ancestor WHERE topic = old.parent);
  INSERT INTO topic_ancestor (topic, ancestor)
    SELECT below.topic, above.ancestor FROM topic_ancestor below, topic_ancestor above
    WHERE below.ancestor = new.id AND above.topic = new.parent;
END;
CREATE TRIGGER topic_delete BEFORE DELETE ON topic BEGIN
  DELETE FROM article_topic WHERE topic = old.id;
  DELETE FROM topic_ancestor WHERE topic = old.id;
END;

CREATE TRIGGER topic_ancestor_insert AFTER INSERT ON topic_ancestor BEGIN
  INSERT INTO topic_article (topic, article, n)
    SELECT new.ancestor, article, 1 FROM article_topic WHERE topic = new.topic
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER topic_ancestor_delete AFTER DELETE ON topic_ancestor BEGIN
  UPDATE topic_article SET n = n - 1
    WHERE topic = old.ancestor AND article IN (SELECT article FROM article_topic WHERE topic = old.topic);
  DELETE FROM topic_article
    WHERE topic = old.ancestor AND n = 0 AND article IN (SELECT article FROM article_topic WHERE topic = old.topic);
END;
CREATE TRIGGER article_topic_insert AFTER INSERT ON article_topic BEGIN
  INSERT INTO topic_article (topic, article, n)
    SELECT ancestor, new.article, 1 FROM topic_ancestor WHERE topic = new.topic
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER article_topic_delete AFTER DELETE ON article_topic BEGIN
  UPDATE topic_article SET n = n - 1
    WHERE article = old.article AND topic IN (SELECT ancestor FROM topic_ancestor WHERE topic = old.topic);
  DELETE FROM topic_article
    WHERE article = old.article AND n = 0 AND topic IN (SELECT ancestor FROM topic_ancestor WHERE topic = old.topic);
END;
CREATE TRIGGER topic_article_insert AFTER INSERT ON topic_article BEGIN
  UPDATE topic SET
    n        = n + (SELECT count(*) FROM article WHERE id = new.article AND trashed = 0),
    n_unread = n_unread + (SELECT count(*) FROM article WHERE id = new.article AND trashed = 0 AND read = 0)
    WHERE id = new.topic;
END;
CREATE TRIGGER topic_article_delete AFTER DELETE ON topic_article BEGIN
  UPDATE topic SET
    n        = n - (SELECT count(*) FROM article WHERE id = old.article AND trashed = 0),
    n_unread = n_unread - (SELECT count(*) FROM article WHERE id = old.article AND trashed = 0 AND read = 0)
    WHERE id = old.topic;
END;

-- ── Links find their targets ────────────────────────────────────────────────────────────────────────

-- A link arrives: by address, then by title, whichever the library has. Until then it is wanted.
CREATE TRIGGER link_insert AFTER INSERT ON link BEGIN
  INSERT INTO wanted (key, n, strong)
    SELECT new.wanted_key, 1, new.kind > 0
    WHERE new.target IS NULL AND new.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = new.source) = 0
    ON CONFLICT DO UPDATE SET n = n + 1, strong = strong + excluded.strong;
  UPDATE link SET target = coalesce(
      (SELECT article FROM address WHERE key = new.address_key),
      (SELECT min(id) FROM article WHERE title_key = new.title_key AND id <> new.source))
    WHERE id = new.id AND new.target IS NULL AND new.kind < 2;
END;
CREATE TRIGGER link_target AFTER UPDATE OF target ON link
WHEN (old.target IS NULL) <> (new.target IS NULL) AND new.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = new.source) = 0 BEGIN
  UPDATE wanted SET n = n - 1, strong = strong - (new.kind > 0) WHERE new.target IS NOT NULL AND key = new.wanted_key;
  DELETE FROM wanted WHERE key = new.wanted_key AND n = 0;
  INSERT INTO wanted (key, n, strong) SELECT new.wanted_key, 1, new.kind > 0 WHERE new.target IS NULL
    ON CONFLICT DO UPDATE SET n = n + 1, strong = strong + excluded.strong;
END;
CREATE TRIGGER link_delete AFTER DELETE ON link
WHEN old.target IS NULL AND old.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = old.source) = 0 BEGIN
  UPDATE wanted SET n = n - 1, strong = strong - (old.kind > 0) WHERE key = old.wanted_key;
  DELETE FROM wanted WHERE key = old.wanted_key AND n = 0;
END;
-- An article arrives: links that wanted it, by one of its addresses or its title.
CREATE TRIGGER address_insert AFTER INSERT ON address BEGIN
  UPDATE link SET target = new.article WHERE target IS NULL AND address_key = new.key AND kind < 2;
END;
CREATE TRIGGER article_arrives AFTER INSERT ON article WHEN new.title_key <> '' BEGIN
  UPDATE link SET target = new.id WHERE target IS NULL AND title_key = new.title_key AND kind < 2;
END;
CREATE TRIGGER article_renamed AFTER UPDATE OF title_key ON article WHEN new.title_key <> '' AND old.title_key <> new.title_key BEGIN
  UPDATE link SET target = new.id WHERE target IS NULL AND title_key = new.title_key AND kind < 2 AND source <> new.id;
END;
