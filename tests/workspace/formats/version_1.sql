BEGIN TRANSACTION;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE migrations (
                version INTEGER PRIMARY KEY,
                title TEXT NOT NULL,
                applied TEXT NOT NULL);
INSERT INTO "migrations" VALUES(1,'Sources, passages and vectors','2026-01-02T03:04:05+00:00');
CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, dimensions INTEGER);
INSERT INTO "models" VALUES(1,'mini@1',4);
INSERT INTO "models" VALUES(2,'nli',NULL);
CREATE TABLE passages (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE,
                position INTEGER NOT NULL,
                kind TEXT NOT NULL,
                is_matched INTEGER NOT NULL,
                text INTEGER NOT NULL REFERENCES texts (id),
                section INTEGER NOT NULL,
                paragraph INTEGER NOT NULL,
                part INTEGER NOT NULL,
                page INTEGER,
                spans TEXT NOT NULL,
                reason TEXT NOT NULL,
                locator TEXT NOT NULL,
                UNIQUE (reading, position));
INSERT INTO "passages" VALUES(1,1,1,'paragraph',1,1,0,1,1,NULL,'0-27','','par. 1');
INSERT INTO "passages" VALUES(2,2,1,'paragraph',1,2,0,1,1,NULL,'0-33','','par. 1');
CREATE TABLE readings (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                matched INTEGER NOT NULL);
INSERT INTO "readings" VALUES(1,1);
INSERT INTO "readings" VALUES(2,1);
CREATE TABLE scales (
                model INTEGER PRIMARY KEY REFERENCES models (id) ON DELETE CASCADE,
                scale BLOB NOT NULL);
CREATE TABLE sections (
                reading INTEGER NOT NULL REFERENCES readings (id) ON DELETE CASCADE,
                number INTEGER NOT NULL,
                title TEXT NOT NULL,
                level INTEGER NOT NULL,
                article INTEGER NOT NULL,
                PRIMARY KEY (reading, number)) WITHOUT ROWID;
INSERT INTO "sections" VALUES(1,0,'',0,0);
INSERT INTO "sections" VALUES(2,0,'',0,0);
CREATE TABLE skipped (path BLOB PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID;
INSERT INTO "skipped" VALUES(X'2F646F63732F782E62696E','Not text.');
CREATE TABLE sources (
                id INTEGER PRIMARY KEY AUTOINCREMENT,
                reading INTEGER NOT NULL UNIQUE REFERENCES readings (id),
                path BLOB NOT NULL UNIQUE,
                sha256 TEXT NOT NULL,
                title TEXT NOT NULL,
                author TEXT,
                date TEXT,
                format TEXT NOT NULL,
                is_split INTEGER NOT NULL DEFAULT 0,
                size INTEGER NOT NULL,
                modified INTEGER NOT NULL,
                added TEXT NOT NULL);
INSERT INTO "sources" VALUES(1,1,X'2F646F63732F312E747874','abababababababababababababababababababababababababababababababab','Source 1',NULL,NULL,'text',0,1,1,'2026-01-02');
INSERT INTO "sources" VALUES(2,2,X'2F646F63732F322E747874','abababababababababababababababababababababababababababababababab','Source 2',NULL,NULL,'text',1,1,1,'2026-01-02');
CREATE TABLE texts (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, text TEXT NOT NULL);
INSERT INTO "texts" VALUES(1,X'FE2F6E3BFA263B2CB9FCD9EE617FF92A','The talks opened on Monday.');
INSERT INTO "texts" VALUES(2,X'3D779705FC74BF15032D58AE60424EE8','The talks did not open on Monday.');
CREATE TABLE vectors (
                text INTEGER NOT NULL REFERENCES texts (id) ON DELETE CASCADE,
                model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
                vector BLOB NOT NULL,
                UNIQUE (text, model));
INSERT INTO "vectors" VALUES(1,1,X'48FE3E3E44AD48BE4936733FD1591F3E');
INSERT INTO "vectors" VALUES(2,1,X'0CF39DBE113E553E4740403F3EA10B3F');
CREATE INDEX passages_by_text ON passages (text);
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('readings',2);
INSERT INTO "sqlite_sequence" VALUES('sources',2);
INSERT INTO "sqlite_sequence" VALUES('passages',2);
COMMIT;
PRAGMA user_version = 1;
PRAGMA application_id = 1129336404;
