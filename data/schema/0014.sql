-- Carrel's library, version 14: a smaller index.

-- With the places of a word FTS5 keeps which column they are in, but for the first one: that is the text now, in which most words
-- are. It is a quarter of the index.
DROP TABLE text_index;
CREATE VIRTUAL TABLE text_index USING fts5 (body, title, byline, site, content = '', contentless_delete = 1, tokenize = 'carrel');
-- Words wait in memory until there are eight megabytes of them: what is added together is written in fewer pieces.
INSERT INTO text_index (text_index, rank) VALUES ('hashsize', 8388608);
INSERT INTO beginning_index (beginning_index, rank) VALUES ('hashsize', 8388608);
INSERT INTO text_index (rowid, title, byline, site, body)
  SELECT a.id, a.title, coalesce (a.byline, ''), coalesce (a.site, ''), carrel_text (b.html) FROM article a JOIN body b ON b.article = a.id ORDER BY a.id;

-- One index of titles, for lists and for finding one, instead of two.
DROP INDEX article_title;
DROP INDEX article_by_title;
CREATE INDEX article_title ON article (title_key, id, trashed);
