using System.Text.Json.Serialization;

namespace Chat.Live;

/// <summary>What a device asks for. It is JSON with <c>do</c> first; the answer is JSON too, or <c>{"error":{"code","text"}}</c>.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Hello), "hello")]
[JsonDerivedType(typeof(Send), "send")]
[JsonDerivedType(typeof(Edit), "edit")]
[JsonDerivedType(typeof(Delete), "delete")]
[JsonDerivedType(typeof(History), "history")]
[JsonDerivedType(typeof(Receipt), "receipt")]
[JsonDerivedType(typeof(Typing), "typing")]
[JsonDerivedType(typeof(CreateRoom), "create-room")]
[JsonDerivedType(typeof(FindRooms), "find-rooms")]
[JsonDerivedType(typeof(ReadRoom), "room")]
[JsonDerivedType(typeof(ReadOnline), "online")]
[JsonDerivedType(typeof(Join), "join")]
[JsonDerivedType(typeof(Invite), "invite")]
[JsonDerivedType(typeof(Leave), "leave")]
[JsonDerivedType(typeof(OpenDirect), "direct")]
[JsonDerivedType(typeof(FindUsers), "find-users")]
[JsonDerivedType(typeof(BeginUpload), "upload")]
[JsonDerivedType(typeof(ReadUpload), "upload-state")]
[JsonDerivedType(typeof(EndUpload), "upload-end")]
internal abstract record Request;

/// <summary>First of all: what is new since event <paramref name="Since"/>, or how everything is.</summary>
internal sealed record Hello(long? Since = null) : Request;

/// <summary>Sends a message; again under the same id it is the same message.</summary>
internal sealed record Send(long Room, string ClientId, string Text, string? File = null) : Request;

/// <summary>Changes an own message.</summary>
internal sealed record Edit(long Id, string Text) : Request;

/// <summary>Takes an own message back.</summary>
internal sealed record Delete(long Id) : Request;

/// <summary>Messages before that one; without it the newest.</summary>
internal sealed record History(long Room, long Before = long.MaxValue, int Limit = 50) : Request;

/// <summary>The device has, or its user has seen, everything up to these messages.</summary>
internal sealed record Receipt(long Room, long Delivered = 0, long Read = 0) : Request;

/// <summary>The user is writing.</summary>
internal sealed record Typing(long Room) : Request;

/// <summary>Makes a room and enters it.</summary>
internal sealed record CreateRoom(string Name, bool IsPrivate = false) : Request;

/// <summary>Rooms that anyone may join.</summary>
internal sealed record FindRooms(string Part = "") : Request;

/// <summary>How a room is now.</summary>
internal sealed record ReadRoom(long Room) : Request;

/// <summary>Who of a room is there now; what changes is told by itself.</summary>
internal sealed record ReadOnline(long Room) : Request;

/// <summary>Enters a room.</summary>
internal sealed record Join(long Room) : Request;

/// <summary>Lets another in.</summary>
internal sealed record Invite(long Room, long User) : Request;

/// <summary>Leaves a room.</summary>
internal sealed record Leave(long Room) : Request;

/// <summary>Opens the conversation with another.</summary>
internal sealed record OpenDirect(long User) : Request;

/// <summary>Users by the beginning of their name.</summary>
internal sealed record FindUsers(string Part = "") : Request;

/// <summary>A file is to come, in pieces: binary messages of 16 bytes of its id, 8 bytes of the offset (big-endian) and up to 60 KiB of it, in order.</summary>
internal sealed record BeginUpload(string Name, string Type, long Size) : Request;

/// <summary>How much of a file is there, to go on after a session was lost.</summary>
internal sealed record ReadUpload(string File) : Request;

/// <summary>All of it was sent.</summary>
internal sealed record EndUpload(string File) : Request;
