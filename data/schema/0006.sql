-- Version 6: pictures that an article still lacks.
--
-- They are written down in the transaction that inserts the article, whose body says their addresses, and go in
-- the one that puts them in. So an article can be read as soon as its text is there, and whatever ends the program
-- between the two leaves a list of what is to be fetched.

CREATE TABLE picture (
  article  INTEGER NOT NULL REFERENCES article ON DELETE CASCADE,
  address  TEXT    NOT NULL,           -- as the body says it
  n        INTEGER NOT NULL,           -- place in the text
  others   TEXT,                       -- where it is in other sizes, best first: one a line; tried instead of the address
  cover    INTEGER NOT NULL DEFAULT 0, -- the page's own choice for rows and cards
  host     TEXT,                       -- the private host that the person gave: alone it may be asked
  state    TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'failed')),
  tries    INTEGER NOT NULL DEFAULT 0, -- that failed
  next_try INTEGER NOT NULL DEFAULT 0, -- not before
  error    TEXT,                       -- of the last one: its code's name,
  message  TEXT,                       -- and its sentence
  PRIMARY KEY (article, address)
) STRICT, WITHOUT ROWID;
CREATE INDEX picture_due ON picture (next_try, article) WHERE state = 'waiting';
