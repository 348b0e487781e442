namespace Chat.Storage;

/// <summary>The tables. Whatever members of a room see is in <c>event</c> too, numbered in the order in which it happened, so that a device that was away asks for what came after the number it has.</summary>
internal static class Schema
{
    public const int Version = 2;

    public const string Tables = """
        CREATE TABLE user (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL COLLATE NOCASE UNIQUE, password TEXT NOT NULL, created INTEGER NOT NULL);
        CREATE TABLE device (id TEXT NOT NULL PRIMARY KEY, user INTEGER NOT NULL REFERENCES user, created INTEGER NOT NULL);
        CREATE INDEX device_user ON device (user);
        CREATE TABLE room (
            id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('open', 'private', 'direct')), name TEXT COLLATE NOCASE,
            pair TEXT UNIQUE, created INTEGER NOT NULL);
        CREATE UNIQUE INDEX room_name ON room (name) WHERE kind = 'open';
        CREATE TABLE member (
            room INTEGER NOT NULL REFERENCES room, user INTEGER NOT NULL REFERENCES user, since INTEGER NOT NULL,
            delivered INTEGER NOT NULL DEFAULT 0, read INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (room, user)) WITHOUT ROWID;
        CREATE INDEX member_user ON member (user);
        CREATE TABLE message (
            id INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL REFERENCES room, author INTEGER NOT NULL REFERENCES user, client_id TEXT NOT NULL,
            at INTEGER NOT NULL, text TEXT NOT NULL, file TEXT REFERENCES file, edited INTEGER, deleted INTEGER, UNIQUE (author, client_id));
        CREATE INDEX message_room ON message (room, id);
        CREATE INDEX message_file ON message (file) WHERE file IS NOT NULL;
        CREATE TABLE file (
            id TEXT PRIMARY KEY, owner INTEGER NOT NULL REFERENCES user, name TEXT NOT NULL, type TEXT NOT NULL, size INTEGER NOT NULL,
            received INTEGER NOT NULL DEFAULT 0, complete INTEGER NOT NULL DEFAULT 0, created INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE piece (file TEXT NOT NULL REFERENCES file, offset INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (file, offset));
        CREATE TABLE event (seq INTEGER PRIMARY KEY AUTOINCREMENT, room INTEGER NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL);
        CREATE INDEX event_room ON event (room, seq);
        """;
}
