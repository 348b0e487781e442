namespace Chat.Rooms;

/// <summary>A room that anyone may join.</summary>
internal sealed record OpenRoom(long Id, string Name, long Members);
