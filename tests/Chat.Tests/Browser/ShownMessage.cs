namespace Chat.Tests.Browser;

/// <summary>A message as a page shows it.</summary>
/// <param name="Text">What it says; empty where it is a file or was taken back.</param>
/// <param name="IsOwn">Whether it stands on one's own side.</param>
/// <param name="State">How far it has got, in words; null where it is another's.</param>
internal sealed record ShownMessage(string Text, bool IsOwn, string? State);
