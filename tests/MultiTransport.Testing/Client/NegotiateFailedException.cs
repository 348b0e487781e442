namespace MultiTransport.Testing;

#pragma warning disable CA1032 // made in one place, with everything it tells
/// <summary>Negotiate was answered with an error.</summary>
public sealed class NegotiateFailedException(int status, WireProblem? problem) : Exception($"{status} {problem?.Code}: {problem?.Detail}")
{
    public int Status { get; } = status;

    public string? Code => Problem?.Code;

    public WireProblem? Problem { get; } = problem;
}
