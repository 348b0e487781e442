namespace MultiTransport.Testing;

#pragma warning disable CA1032 // made in one place, with everything it tells
/// <summary>The session is over.</summary>
public sealed class SessionEndedException(int code, string reason)
    : Exception($"{code} {WireCode.Name(code)}{(reason.Length == 0 ? "" : $": {reason}")}")
{
    /// <summary>A close code; 0 where this client gave up or was disposed.</summary>
    public int Code { get; } = code;

    public string CodeName => WireCode.Name(Code);

    public WireAction Action => WireCode.Action(Code);
}
