namespace MultiTransport.Server.Api.Keys;

/// <summary>A whole name, or a prefix and <c>*</c>.</summary>
internal readonly record struct NamePattern(string Text)
{
    public bool Matches(string name) => Text.EndsWith('*') ? name.AsSpan().StartsWith(Text.AsSpan(0, Text.Length - 1), StringComparison.Ordinal) : string.Equals(name, Text, StringComparison.Ordinal);
}
