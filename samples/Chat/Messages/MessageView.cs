namespace Chat.Messages;

/// <summary>A message as members see it.</summary>
/// <param name="Id">Its number; later ones have higher ones.</param>
/// <param name="Room">Where it stands.</param>
/// <param name="Author">Whose it is.</param>
/// <param name="AuthorName">By what name.</param>
/// <param name="ClientId">How its author's device named it before it was sent.</param>
/// <param name="At">When it was taken, in milliseconds since 1970.</param>
/// <param name="Text">The text; empty where it was taken back.</param>
/// <param name="File">What came with it.</param>
/// <param name="Edited">When its text was changed.</param>
/// <param name="Deleted">When it was taken back.</param>
internal sealed record MessageView(
    long Id, long Room, long Author, string AuthorName, string ClientId, long At, string Text, FileView? File = null, long? Edited = null, long? Deleted = null);
