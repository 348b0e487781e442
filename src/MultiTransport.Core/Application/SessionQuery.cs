using MultiTransport.Protocol;

namespace MultiTransport;

/// <summary>Which sessions, a page at a time in the order of their ids.</summary>
public readonly record struct SessionQuery()
{
    /// <summary>Only those after this one: the last of the page before. Null: from the first.</summary>
    public SessionId? After { get; init; }

    /// <summary>How many at most. Default 100; range 1 to 1,000.</summary>
    public int Limit { get; init; } = 100;

    /// <summary>Only this user's; null: everyone's.</summary>
    public string? UserId { get; init; }

    /// <summary>Only those that this transport carries now; null: all.</summary>
    public string? Transport { get; init; }

    /// <summary>Only those of the endpoint that was mapped to this pattern; null: all.</summary>
    public string? Endpoint { get; init; }
}
