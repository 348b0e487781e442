namespace MultiTransport.Conformance.Runtimes;

/// <summary>What a client threw or rejected with.</summary>
internal sealed class ClientFailureException(string name, string? code, int number, string message) : Exception($"{name} {code}: {message}")
{
    public string Name { get; } = name;

    public string? Code { get; } = code;

    public int Number { get; } = number;

    public string Text { get; } = message;
}
