namespace MultiTransport;

/// <summary>Who came and went since it was told last.</summary>
/// <param name="Joined">Users whose first session came.</param>
/// <param name="Left">Users whose last session left.</param>
/// <param name="Anonymous">How many sessions without a user there are now.</param>
internal sealed record PresenceChange(IReadOnlyCollection<string> Joined, IReadOnlyCollection<string> Left, int Anonymous)
{
    /// <summary>This, and what happened next, as one.</summary>
    public PresenceChange Then(PresenceChange next) => new(
        [.. Joined.Except(next.Left, StringComparer.Ordinal).Union(next.Joined.Except(Left, StringComparer.Ordinal), StringComparer.Ordinal)],
        [.. Left.Except(next.Joined, StringComparer.Ordinal).Union(next.Left.Except(Joined, StringComparer.Ordinal), StringComparer.Ordinal)],
        next.Anonymous);
}
