using System.Text.Json.Serialization;
using Chat.Accounts;
using Chat.Messages;

namespace Chat.Journal;

/// <summary>Something that happened in a room and that its members see.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(MessageSent), "message")]
[JsonDerivedType(typeof(MessageEdited), "edited")]
[JsonDerivedType(typeof(MessageDeleted), "deleted")]
[JsonDerivedType(typeof(MemberJoined), "joined")]
[JsonDerivedType(typeof(MemberLeft), "left")]
[JsonDerivedType(typeof(ReceiptMoved), "receipt")]
internal abstract record ChatEvent;

/// <summary>A message was sent.</summary>
internal sealed record MessageSent(MessageView Message) : ChatEvent;

/// <summary>Its author changed its text.</summary>
internal sealed record MessageEdited(long Id, string Text, long Edited) : ChatEvent;

/// <summary>Its author took it back.</summary>
internal sealed record MessageDeleted(MessageView Message) : ChatEvent;

/// <summary>Somebody came into the room. Who is told of himself asks for the room.</summary>
internal sealed record MemberJoined(UserView User) : ChatEvent;

/// <summary>Somebody left it.</summary>
internal sealed record MemberLeft(long User) : ChatEvent;

/// <summary>A member has, or has read, everything up to these numbers.</summary>
internal sealed record ReceiptMoved(long User, long Delivered, long Read) : ChatEvent;
