-- Carrel's library, version 5: a hash of each text, by which damage inside a text is seen.
--
-- A table of its own, so that what damages the one leaves the other alone. carrel_hash is FNV-1a, 64 bits.

-- Derived.
CREATE TABLE body_hash (
  article INTEGER PRIMARY KEY,
  hash    INTEGER NOT NULL
) STRICT;
INSERT INTO body_hash (article, hash) SELECT article, carrel_hash(html) FROM body;

CREATE TRIGGER body_hash_insert AFTER INSERT ON body BEGIN
  INSERT INTO body_hash (article, hash) VALUES (new.article, carrel_hash(new.html));
END;
CREATE TRIGGER body_hash_update AFTER UPDATE OF html ON body BEGIN
  UPDATE body_hash SET hash = carrel_hash(new.html) WHERE article = new.article;
END;
CREATE TRIGGER body_hash_delete AFTER DELETE ON body BEGIN
  DELETE FROM body_hash WHERE article = old.article;
END;
