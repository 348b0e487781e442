namespace MultiTransport.Testing;

/// <summary>When the copy of a replayed request is sent.</summary>
public enum ReplayMoment
{
    /// <summary>Right behind the original.</summary>
    Together,

    /// <summary>When the head of the original's response has come: the moment for held responses.</summary>
    AfterResponseHead,

    /// <summary>When the original's response is complete.</summary>
    AfterResponse,
}

/// <summary>Which of the two answers the client gets; the other is read and thrown away.</summary>
public enum ReplayAnswer
{
    Original,
    Copy,
}

/// <summary>Sends the same complete request to the target twice, on two connections, as browsers and proxies do.</summary>
public sealed record ReplayPlan
{
    public ReplayMoment Moment { get; init; } = ReplayMoment.Together;

    public ReplayAnswer Answer { get; init; } = ReplayAnswer.Original;

    public Func<ProxiedRequest, bool> Where { get; init; } = request => request.Method == "POST";
}
