-- Carrel's library, version 11: what the person said about topics beside giving them.

-- Another name of a topic: whoever types it gets the topic. A topic of that very path goes before it.
CREATE TABLE topic_alias (
  key   TEXT    PRIMARY KEY,            -- the name, folded as in topic
  alias TEXT    NOT NULL,               -- as it was typed
  topic INTEGER NOT NULL REFERENCES topic ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_alias_topic ON topic_alias (topic);

-- Two topics that look alike and are not the same: the smaller id first.
CREATE TABLE topic_distinct (
  a INTEGER NOT NULL REFERENCES topic ON DELETE CASCADE,
  b INTEGER NOT NULL REFERENCES topic ON DELETE CASCADE,
  PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX topic_distinct_b ON topic_distinct (b);

-- Topics that were suggested for an article and refused; by key, for a suggestion may be of no topic yet.
CREATE TABLE topic_refused (
  article INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  key     TEXT    NOT NULL,
  PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;
