-- Version 7: highlights whose words are gone for now, and notes on articles.

-- 1: the words are not in the text as it is; start and "end" say where they were. They come back with the text.
ALTER TABLE highlight ADD COLUMN lost INTEGER NOT NULL DEFAULT 0;

-- What the person wrote about an article: plain text.
CREATE TABLE note (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  text    TEXT    NOT NULL,
  changed INTEGER NOT NULL
) STRICT;

-- In note_index the note on article 12 is row -12; a highlight's row has its id.
CREATE TRIGGER note_insert AFTER INSERT ON note BEGIN
  INSERT INTO note_index (rowid, exact, note) VALUES (-new.article, '', new.text);
END;
CREATE TRIGGER note_update AFTER UPDATE OF text ON note BEGIN
  DELETE FROM note_index WHERE rowid = -old.article;
  INSERT INTO note_index (rowid, exact, note) VALUES (-new.article, '', new.text);
END;
CREATE TRIGGER note_delete AFTER DELETE ON note BEGIN
  DELETE FROM note_index WHERE rowid = -old.article;
END;

-- Highlights of articles in the trash count no more than the articles do.
DROP TRIGGER highlight_insert;
DROP TRIGGER highlight_delete;
CREATE TRIGGER highlight_insert AFTER INSERT ON highlight BEGIN
  INSERT INTO note_index (rowid, exact, note) VALUES (new.id, new.exact, coalesce(new.note, ''));
  UPDATE counts SET highlights = highlights + (SELECT count(*) FROM article WHERE id = new.article AND trashed = 0);
END;
CREATE TRIGGER highlight_delete AFTER DELETE ON highlight BEGIN
  DELETE FROM note_index WHERE rowid = old.id;
  UPDATE counts SET highlights = highlights - (SELECT count(*) FROM article WHERE id = old.article AND trashed = 0);
END;
CREATE TRIGGER article_trash_highlights AFTER UPDATE OF trashed ON article WHEN (old.trashed = 0) <> (new.trashed = 0) BEGIN
  UPDATE counts SET highlights = highlights + ((new.trashed = 0) - (old.trashed = 0)) * (SELECT count(*) FROM highlight WHERE article = new.id);
END;
-- While the article is still there to be asked.
CREATE TRIGGER article_delete_highlights BEFORE DELETE ON article BEGIN
  DELETE FROM highlight WHERE article = old.id;
  DELETE FROM note WHERE article = old.id;
END;
UPDATE counts SET highlights = (SELECT count(*) FROM highlight h JOIN article a ON a.id = h.article WHERE a.trashed = 0);
