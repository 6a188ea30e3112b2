-- Carrel's library, version 12: links of what very many articles name; links by hand to what isn't there yet.
--
-- A link of any kind may be wanted now, by an address or a title: until then those that a person makes had their target at once.

-- Who links to an article, and who wants a thing: in order, and without those from the trash, by the index alone.
DROP INDEX link_target;
CREATE INDEX link_target ON link (target, kind, id, source) WHERE target IS NOT NULL;
DROP INDEX link_wanted;
CREATE INDEX link_wanted ON link (wanted_key, kind, id, source) WHERE target IS NULL;

-- A link that arrives without a target is written again only where there is one (by address, then by title).
DROP TRIGGER link_insert;
CREATE TRIGGER link_insert AFTER INSERT ON link WHEN new.target IS NULL BEGIN
  INSERT INTO wanted (key, n, strong)
    SELECT new.wanted_key, 1, new.kind > 0
    WHERE new.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = new.source) = 0
    ON CONFLICT DO UPDATE SET n = n + 1, strong = strong + excluded.strong;
  UPDATE link SET target = coalesce(
      (SELECT article FROM address WHERE key = new.address_key),
      (SELECT min(id) FROM article WHERE title_key = new.title_key AND id <> new.source))
    WHERE id = new.id AND (EXISTS (SELECT 1 FROM address WHERE key = new.address_key)
      OR EXISTS (SELECT 1 FROM article WHERE title_key = new.title_key AND id <> new.source));
END;

-- A link that finds its target wants nothing any more; one that loses it does.
DROP TRIGGER link_target;
CREATE TRIGGER link_found AFTER UPDATE OF target ON link
WHEN old.target IS NULL AND new.target IS NOT NULL AND new.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = new.source) = 0 BEGIN
  UPDATE wanted SET n = n - 1, strong = strong - (new.kind > 0) WHERE key = new.wanted_key;
  DELETE FROM wanted WHERE key = new.wanted_key AND n = 0;
END;
CREATE TRIGGER link_lost AFTER UPDATE OF target ON link
WHEN old.target IS NOT NULL AND new.target IS NULL AND new.wanted_key IS NOT NULL AND (SELECT trashed FROM article WHERE id = new.source) = 0 BEGIN
  INSERT INTO wanted (key, n, strong) VALUES (new.wanted_key, 1, new.kind > 0)
    ON CONFLICT DO UPDATE SET n = n + 1, strong = strong + excluded.strong;
  -- Another article may have the title.
  UPDATE link SET target = (SELECT min(id) FROM article WHERE title_key = new.title_key AND id NOT IN (new.source, old.target))
    WHERE id = new.id AND EXISTS (SELECT 1 FROM article WHERE title_key = new.title_key AND id NOT IN (new.source, old.target));
END;

-- An article arrives, or gets another title: links of all kinds that wanted it.
DROP TRIGGER address_insert;
CREATE TRIGGER address_insert AFTER INSERT ON address BEGIN
  UPDATE link SET target = new.article WHERE target IS NULL AND address_key = new.key;
END;
DROP TRIGGER article_arrives;
CREATE TRIGGER article_arrives AFTER INSERT ON article WHEN new.title_key <> '' BEGIN
  UPDATE link SET target = new.id WHERE target IS NULL AND title_key = new.title_key;
END;
DROP TRIGGER article_renamed;
CREATE TRIGGER article_renamed AFTER UPDATE OF title_key ON article WHEN new.title_key <> '' AND old.title_key <> new.title_key BEGIN
  UPDATE link SET target = new.id WHERE target IS NULL AND title_key = new.title_key AND source <> new.id;
END;

-- Before an article goes for good: a link by hand goes with it, unless an address or a title says what it wants.
DROP TRIGGER article_delete;
CREATE TRIGGER article_delete BEFORE DELETE ON article BEGIN
  DELETE FROM link WHERE source = old.id OR (target = old.id AND wanted_key IS NULL);
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
