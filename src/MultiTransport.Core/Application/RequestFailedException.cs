namespace MultiTransport;

/// <summary>The other side answered a request with an error.</summary>
public sealed class RequestFailedException(string code)
    : InvalidOperationException($"The client answered the request with '{code}'.")
{
    /// <summary>The error code, for example <c>handler-failed</c> or <c>not-supported</c>.</summary>
    public string Code { get; } = code;
}
