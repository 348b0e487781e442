namespace MultiTransport.Testing;

/// <summary>Bytes that break the contract; <see cref="Code"/> is the contract's word for it.</summary>
public sealed class WireFormatException : Exception
{
    public WireFormatException()
        : this("frame-malformed", "")
    {
    }

    public WireFormatException(string message)
        : this("frame-malformed", message)
    {
    }

    public WireFormatException(string message, Exception innerException)
        : base(message, innerException) => Code = "frame-malformed";

    public WireFormatException(string code, string message)
        : base($"{code}: {message}") => Code = code;

    public string Code { get; }
}
