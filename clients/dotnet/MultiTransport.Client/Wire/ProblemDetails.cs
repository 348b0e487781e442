namespace MultiTransport.Client;

/// <summary>An error answer of the server (PROTOCOL.md, section 9); only <see cref="Code"/> tells that it is one.</summary>
internal sealed record ProblemDetails
{
    public string? Code { get; init; }

    public string? Detail { get; init; }

    public string? Action { get; init; }
}
