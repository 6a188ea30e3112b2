-- Version 10: lists in the order of how far they are read; what searches are completed with.

CREATE INDEX article_progress ON article (progress, id) WHERE trashed = 0;
CREATE INDEX article_byline   ON article (byline COLLATE NOCASE) WHERE trashed = 0 AND byline IS NOT NULL;
CREATE INDEX article_language ON article (language) WHERE trashed = 0 AND language IS NOT NULL;
