-- Version 3: which part of a page the person chose as its text.
--
-- A selector is written as in CSS, in the small part of it that Carrel makes: «div#story»,
-- «article.post-body», «main > div:nth-of-type(2)».

-- Used for every page of a site.
CREATE TABLE site_rule (
  host    TEXT    PRIMARY KEY, -- without «www.»
  content TEXT    NOT NULL,    -- selector of the element that holds the text
  skip    TEXT,                -- selectors of what is left out of it, one a line
  created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The same for one article alone: it goes before the site's.
CREATE TABLE article_rule (
  article INTEGER PRIMARY KEY REFERENCES article ON DELETE CASCADE,
  content TEXT    NOT NULL,
  skip    TEXT,
  created INTEGER NOT NULL
) STRICT;

-- 0: the extractor found the text; 1: it is the part that was chosen; 2: a part was chosen, but isn't on this page
ALTER TABLE article ADD COLUMN rule INTEGER NOT NULL DEFAULT 0;
