-- Carrel's library, version 13: what very many articles want arrives.

-- All that want an address, or a title alone, have it now: the thing is wanted no more at once, not link by link.
DROP TRIGGER address_insert;
CREATE TRIGGER address_insert AFTER INSERT ON address BEGIN
  DELETE FROM wanted WHERE key = new.key;
  UPDATE link SET target = new.article WHERE target IS NULL AND address_key = new.key;
END;
DROP TRIGGER article_arrives;
CREATE TRIGGER article_arrives AFTER INSERT ON article WHEN new.title_key <> '' BEGIN
  DELETE FROM wanted WHERE key = 't ' || new.title_key;
  UPDATE link SET target = new.id WHERE target IS NULL AND title_key = new.title_key;
END;
DROP TRIGGER link_found;
CREATE TRIGGER link_found AFTER UPDATE OF target ON link
WHEN old.target IS NULL AND new.target IS NOT NULL AND EXISTS (SELECT 1 FROM wanted WHERE key = new.wanted_key) AND (SELECT trashed FROM article WHERE id = new.source) = 0 BEGIN
  UPDATE wanted SET n = n - 1, strong = strong - (new.kind > 0) WHERE key = new.wanted_key;
  DELETE FROM wanted WHERE key = new.wanted_key AND n = 0;
END;
