using Chat.Messages;

namespace Chat.Rooms;

/// <summary>A room as one of its members sees it.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind"><c>open</c>, <c>private</c> or <c>direct</c>.</param>
/// <param name="Name">Its name; none for a direct one, which is called as the other member is.</param>
/// <param name="Members">Who is in it, and how far each has got.</param>
/// <param name="Unread">How many messages of others this member has not read; 1,000 stands for more.</param>
/// <param name="Last">The newest message.</param>
internal sealed record RoomView(long Id, string Kind, string? Name, IReadOnlyList<MemberView> Members, int Unread, MessageView? Last);
