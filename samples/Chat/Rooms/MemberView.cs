namespace Chat.Rooms;

/// <summary>A member of a room.</summary>
internal sealed record MemberView(long Id, string Name, long Delivered, long Read);
