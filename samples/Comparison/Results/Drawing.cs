namespace MultiTransport.Comparison.Results;

/// <summary>Text that is shown as it stands.</summary>
internal sealed record Drawing(string Title, string Text);
