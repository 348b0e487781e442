using MultiTransport.Testing;

namespace MultiTransport.Conformance.Runtimes;

/// <summary>The clients that every scenario runs against: a new one is a new row.</summary>
public static class ClientRows
{
    public static IReadOnlyList<string> Names { get; } =
        [ClientRuntimes.DotNet, ClientRuntimes.Node, ClientRuntimes.Chromium, ClientRuntimes.Firefox, ClientRuntimes.WebKit];

    public static TheoryData<string> All => [.. Names];

    /// <summary>Those that run in a page.</summary>
    public static TheoryData<string> Pages => [ClientRuntimes.Chromium, ClientRuntimes.Firefox, ClientRuntimes.WebKit];

    /// <summary>Newer versions of some, which need not run everything.</summary>
    public static TheoryData<string> Newer => [ClientRuntimes.Node22];

    public static TheoryData<string> Programs => [ClientRuntimes.DotNet, ClientRuntimes.Node];

    /// <summary>Every client by every transport.</summary>
    public static TheoryData<string, string> ByTransport => Times(TransportName.All);

    /// <summary>Every client with every one of some words.</summary>
    public static TheoryData<string, string> Times(IEnumerable<string> words)
    {
        var rows = new TheoryData<string, string>();
        foreach (var (client, word) in Names.SelectMany(_ => words, static (client, word) => (client, word)))
        {
            rows.Add(client, word);
        }

        return rows;
    }
}
