-- Carrel's library, version 2: the fetch queue.
--
-- Every address asked for is written here before it is fetched, and stays until it is an article or the person
-- gives it up. The row goes in the transaction that inserts the article. No version wrote a row into the table
-- of version 1.

DROP TABLE queue;
CREATE TABLE queue (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  address  TEXT    NOT NULL,           -- as it is fetched
  key      TEXT    NOT NULL UNIQUE,    -- two addresses of one key are one
  host     TEXT    NOT NULL,
  local    INTEGER NOT NULL DEFAULT 0, -- on this computer: needs no network
  state    TEXT    NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'running', 'failed')),
  owner    INTEGER NOT NULL DEFAULT 0, -- who fetches it, or keeps it for himself: a byte locked in «queue.lock»; 0: nobody
  soon     INTEGER NOT NULL DEFAULT 0, -- a person waits for it: goes first
  tries    INTEGER NOT NULL DEFAULT 0, -- that failed
  next_try INTEGER NOT NULL DEFAULT 0, -- not before
  error    TEXT,                       -- of the last one: its code's name,
  message  TEXT,                       -- and its sentence
  topics   TEXT,                       -- what the article gets: a JSON array of paths,
  place    INTEGER NOT NULL DEFAULT 0, -- as in article,
  images   INTEGER NOT NULL DEFAULT 1, -- and whether with its images
  added    INTEGER NOT NULL
) STRICT;
CREATE INDEX queue_order ON queue (state, soon DESC, id);
CREATE INDEX queue_owner ON queue (owner) WHERE owner <> 0;

-- What happened to it.
CREATE TABLE queue_event (
  id      INTEGER PRIMARY KEY,
  entry   INTEGER NOT NULL REFERENCES queue ON DELETE CASCADE,
  time    INTEGER NOT NULL,
  kind    TEXT    NOT NULL CHECK (kind IN ('asked', 'failed', 'interrupted', 'again')),
  message TEXT
) STRICT;
CREATE INDEX queue_event_entry ON queue_event (entry, id);

-- Derived: how many there are of each state.
ALTER TABLE counts ADD COLUMN queue_waiting INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counts ADD COLUMN queue_running INTEGER NOT NULL DEFAULT 0;
ALTER TABLE counts ADD COLUMN queue_failed INTEGER NOT NULL DEFAULT 0;

CREATE TRIGGER queue_insert AFTER INSERT ON queue BEGIN
  UPDATE counts SET queue_waiting = queue_waiting + (new.state = 'waiting'), queue_running = queue_running + (new.state = 'running'),
    queue_failed = queue_failed + (new.state = 'failed');
END;
CREATE TRIGGER queue_update AFTER UPDATE OF state ON queue WHEN old.state IS NOT new.state BEGIN
  UPDATE counts SET queue_waiting = queue_waiting + (new.state = 'waiting') - (old.state = 'waiting'),
    queue_running = queue_running + (new.state = 'running') - (old.state = 'running'),
    queue_failed = queue_failed + (new.state = 'failed') - (old.state = 'failed');
END;
CREATE TRIGGER queue_delete AFTER DELETE ON queue BEGIN
  UPDATE counts SET queue_waiting = queue_waiting - (old.state = 'waiting'), queue_running = queue_running - (old.state = 'running'),
    queue_failed = queue_failed - (old.state = 'failed');
END;
