namespace MultiTransport.Protocol;

/// <summary>The stable names, actions and HTTP statuses of <see cref="CloseCode"/>.</summary>
public static class CloseCodes
{
    private static readonly Dictionary<CloseCode, string> Names =
        Enum.GetValues<CloseCode>().ToDictionary(code => code, code => KebabCase(code.ToString()));

    /// <summary>The code's name on the wire, for example <c>session-unknown</c>.</summary>
    public static string Name(this CloseCode code) => Names.GetValueOrDefault(code, "unknown");

    /// <summary>What a client does after it; a number outside the ranges means resume.</summary>
    public static CloseAction Action(this CloseCode code) => ((int)code / 100) switch
    {
        40 => CloseAction.Continue,
        42 => CloseAction.Renegotiate,
        43 => CloseAction.Stop,
        _ => CloseAction.Resume,
    };

    /// <summary>The action's name on the wire.</summary>
    public static string Name(this CloseAction action) => action switch
    {
        CloseAction.Continue => "continue",
        CloseAction.Renegotiate => "renegotiate",
        CloseAction.Stop => "stop",
        _ => "resume",
    };

    /// <summary>The HTTP status of an answer that refuses a request with this code.</summary>
    public static int HttpStatus(this CloseCode code) => code switch
    {
        CloseCode.Complete or CloseCode.Superseded or CloseCode.Stale or CloseCode.Rotate => 200,
        CloseCode.Reauthenticate or CloseCode.CredentialsExpired => 401,
        CloseCode.SecretWrong or CloseCode.SessionForeign or CloseCode.OriginRefused or CloseCode.Forbidden => 403,
        CloseCode.SessionUnknown => 404,
        CloseCode.PositionAhead or CloseCode.FlowViolation or CloseCode.SessionConflict or CloseCode.ReceivedInvalid => 409,
        CloseCode.BodyTooLarge or CloseCode.BatchTooLarge or CloseCode.MessageTooLarge => 413,
        CloseCode.Busy or CloseCode.GoingAway or CloseCode.Shed => 503,
        _ => 400,
    };

    private static string KebabCase(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) && i > 0 ? "-" + char.ToLowerInvariant(c) : char.ToLowerInvariant(c).ToString()));
}
