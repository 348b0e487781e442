using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>How a carrier ended, and what to do.</summary>
internal sealed record CarrierEnd(CarrierEndKind Kind, string Code, int Number, CloseAction Action, string Detail)
{
    private static readonly Dictionary<string, CloseCode> Codes = Enum.GetValues<CloseCode>().ToDictionary(static code => code.Name());

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The HTTP status, where there was one.</summary>
    public int Status { get; init; }

    /// <summary>Whether the answer came from the server.</summary>
    public bool IsOurs => Kind is CarrierEndKind.Closed or CarrierEndKind.Refused;

    /// <summary>Whether the exchange did what it was for.</summary>
    public bool IsComplete => Kind == CarrierEndKind.Closed && Action == CloseAction.Continue;

    public bool Is(CloseCode code) => IsOurs && Number == (int)code;

    public static CarrierEnd Closed(long number, string reason)
    {
        var code = (CloseCode)(int)Math.Min(number, int.MaxValue);
        return new CarrierEnd(CarrierEndKind.Closed, code.Name(), (int)code, code.Action(), reason);
    }

    public static CarrierEnd Refused(ProblemDetails problem, int status, TimeSpan? retryAfter)
    {
        var code = Codes.GetValueOrDefault(problem.Code!);
        var action = code != CloseCode.None ? code.Action() : problem.Action switch
        {
            "renegotiate" => CloseAction.Renegotiate,
            "stop" => CloseAction.Stop,
            _ => CloseAction.Resume,
        };
        return new CarrierEnd(CarrierEndKind.Refused, problem.Code!, (int)code, action, problem.Detail ?? "") { Status = status, RetryAfter = retryAfter };
    }

    /// <summary>The server broke the protocol: this carrier ends, the session lives.</summary>
    public static CarrierEnd Broken(CloseCode code, string detail) => new(CarrierEndKind.Cut, code.Name(), 0, CloseAction.Resume, detail);

    public static CarrierEnd Cut(string detail) => new(CarrierEndKind.Cut, "cut", 0, CloseAction.Resume, detail);

    public static CarrierEnd NotOurs(string detail, int status = 0) => new(CarrierEndKind.NotOurs, "not-ours", 0, CloseAction.Resume, detail) { Status = status };

    public static CarrierEnd NoAnswer(string detail) => new(CarrierEndKind.NoAnswer, "no-answer", 0, CloseAction.Resume, detail);

    public static CarrierEnd RefusedByNetwork(string detail, int status = 0) => new(CarrierEndKind.NotOurs, "refused", 0, CloseAction.Resume, detail) { Status = status };

    public static CarrierEnd Silent(string detail) => new(CarrierEndKind.Cut, "silent", 0, CloseAction.Resume, detail);

    public static CarrierEnd Dropped(string code, string detail) => new(CarrierEndKind.Dropped, code, 0, CloseAction.Resume, detail);
}
