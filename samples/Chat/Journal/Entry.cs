namespace Chat.Journal;

/// <summary>An event as members are told it.</summary>
/// <param name="Seq">Its number; members see those of their rooms in this order.</param>
/// <param name="Room">Where.</param>
/// <param name="At">When, in milliseconds since 1970.</param>
/// <param name="Event">What.</param>
internal sealed record Entry(long Seq, long Room, long At, ChatEvent Event);
