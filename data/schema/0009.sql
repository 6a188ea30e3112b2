-- Version 9: links in the person's own words, threads, hidden wanted things, the map.

-- A kind of link that the person named; the link's kind is 2 then.
CREATE TABLE link_kind (
  name    TEXT PRIMARY KEY, -- «answers»
  inverse TEXT              -- «is answered by»; NULL: the same from both sides
) STRICT;
ALTER TABLE link ADD COLUMN label TEXT REFERENCES link_kind ON UPDATE CASCADE ON DELETE SET NULL;
CREATE INDEX link_label ON link (label) WHERE label IS NOT NULL;

-- Articles that follow each other (links of kind 3) are a thread; each of them has its title.
CREATE TABLE thread_title (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  title   TEXT    NOT NULL
) STRICT;
CREATE INDEX link_follows ON link (source, target) WHERE kind = 3;

-- What is not to be wanted: a key of `wanted`, or «site HOST» for all that a host has.
CREATE TABLE wanted_hidden (
  key     TEXT PRIMARY KEY,
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
ALTER TABLE wanted ADD COLUMN hidden INTEGER NOT NULL DEFAULT 0; -- derived

-- Shown is now: (strong > 0 OR n > 1) AND hidden = 0.
DROP INDEX wanted_shown;
CREATE INDEX wanted_shown ON wanted (n) WHERE (strong > 0 OR n > 1) AND hidden = 0;
DROP TRIGGER wanted_insert;
DROP TRIGGER wanted_update;
DROP TRIGGER wanted_delete;
CREATE TRIGGER wanted_insert AFTER INSERT ON wanted BEGIN
  UPDATE counts SET wanted = wanted + 1 WHERE new.strong > 0 OR new.n > 1;
  UPDATE wanted SET hidden = 1 WHERE key = new.key
    AND EXISTS (SELECT 1 FROM wanted_hidden WHERE key IN (new.key, 'site ' || substr(new.key, 1, min(instr(new.key || '/', '/'), instr(new.key || '?', '?')) - 1)));
END;
CREATE TRIGGER wanted_update AFTER UPDATE ON wanted
WHEN ((old.strong > 0 OR old.n > 1) AND old.hidden = 0) <> ((new.strong > 0 OR new.n > 1) AND new.hidden = 0) BEGIN
  UPDATE counts SET wanted = wanted + ((new.strong > 0 OR new.n > 1) AND new.hidden = 0) - ((old.strong > 0 OR old.n > 1) AND old.hidden = 0);
END;
CREATE TRIGGER wanted_delete AFTER DELETE ON wanted WHEN (old.strong > 0 OR old.n > 1) AND old.hidden = 0 BEGIN
  UPDATE counts SET wanted = wanted - 1;
END;
CREATE TRIGGER wanted_hidden_insert AFTER INSERT ON wanted_hidden BEGIN
  UPDATE wanted SET hidden = 1 WHERE hidden = 0 AND key = new.key;
  UPDATE wanted SET hidden = 1 WHERE hidden = 0 AND new.key LIKE 'site %' AND (key BETWEEN substr(new.key, 6) || '/' AND substr(new.key, 6) || '/' || char(1114111) OR key BETWEEN substr(new.key, 6) || '?' AND substr(new.key, 6) || '?' || char(1114111));
END;
CREATE TRIGGER wanted_hidden_delete AFTER DELETE ON wanted_hidden BEGIN
  UPDATE wanted SET hidden = 0 WHERE hidden = 1 AND (key = old.key OR (old.key LIKE 'site %' AND (key BETWEEN substr(old.key, 6) || '/' AND substr(old.key, 6) || '/' || char(1114111) OR key BETWEEN substr(old.key, 6) || '?' AND substr(old.key, 6) || '?' || char(1114111))))
    AND NOT EXISTS (SELECT 1 FROM wanted_hidden h WHERE h.key IN (wanted.key, 'site ' || substr(wanted.key, 1, min(instr(wanted.key || '/', '/'), instr(wanted.key || '?', '?')) - 1)));
END;

-- Where a dot of the map lay last: an article's id, or what a wanted key hashes to.
CREATE TABLE map (
  dot    INTEGER PRIMARY KEY,
  x      REAL    NOT NULL,
  y      REAL    NOT NULL,
  pinned INTEGER NOT NULL DEFAULT 0 -- put there by hand
) STRICT;
CREATE TRIGGER article_delete_map AFTER DELETE ON article BEGIN
  DELETE FROM map WHERE dot = old.id;
END;
