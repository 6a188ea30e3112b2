-- Version 8: articles whose pages are fetched again wait in the queue too.
--
-- Such an entry's key is «again:» and the article's id, so that it never is the entry of an address that
-- is asked for. It goes with its article, and when it is known what came of it.

ALTER TABLE queue ADD COLUMN article INTEGER REFERENCES article ON DELETE CASCADE; -- whose page it is
ALTER TABLE queue ADD COLUMN less INTEGER NOT NULL DEFAULT 0;                      -- a text that lost much is taken, too
CREATE INDEX queue_article ON queue (article) WHERE article IS NOT NULL;
