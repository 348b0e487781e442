namespace MultiTransport.Testing;

internal enum CarrierEndKind
{
    /// <summary>Ended without a close: a network, a proxy, this client's own knife.</summary>
    Cut,

    /// <summary>Ended by a close frame.</summary>
    Closed,

    /// <summary>Answered with an HTTP error.</summary>
    Refused,

    /// <summary>Something answered that is not the server.</summary>
    Stranger,
}

/// <summary>How a carrier ended.</summary>
internal sealed record CarrierEnd(CarrierEndKind Kind, int? Code, string Reason)
{
    public WireAction Action => Code is { } code ? WireCode.Action(code) : WireAction.Resume;

    public static CarrierEnd Cut(string reason) => new(CarrierEndKind.Cut, null, reason);

    public static CarrierEnd Stranger(string reason) => new(CarrierEndKind.Stranger, null, reason);

    public static CarrierEnd Of(WireClose close) => new(CarrierEndKind.Closed, close.Code, close.Reason);

    public static CarrierEnd Of(int status, WireProblem? problem)
    {
        var code = WireCode.Number(problem?.Code) ?? problem?.Action switch { "stop" => 4399, "renegotiate" => 4299, _ => null };
        return new CarrierEnd(CarrierEndKind.Refused, code, $"HTTP {status} {problem?.Code} {problem?.Detail}");
    }

    public override string ToString() => $"{Kind} {Code} {Reason}";
}
