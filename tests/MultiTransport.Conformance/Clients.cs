using MultiTransport.Testing;

namespace MultiTransport.Conformance;

/// <summary>What the scenarios do with a client again and again.</summary>
internal static class Clients
{
    public static async Task<ProtocolClient> ConnectAsync(Uri address, string transport, ProtocolClientOptions? options = null)
    {
        var client = await ProtocolClient.NegotiateAsync(address, options).WithTimeout();
        await client.UseAsync(transport).WithTimeout();
        return client;
    }

    public static async Task<ReceivedMessage> NextAsync(this ProtocolClient client) => await client.Messages.ReadAsync().AsTask().WithTimeout();

    /// <summary>Reads texts until there are as many as asked for.</summary>
    public static async Task<IReadOnlyList<string>> TextsAsync(this ProtocolClient client, int count)
    {
        var texts = new List<string>(count);
        while (texts.Count < count)
        {
            texts.Add((await client.NextAsync()).Text);
        }

        return texts;
    }

    /// <summary>What the contract says a server may never do, as seen by this client.</summary>
    public static void AssertNoViolations(this ProtocolClient client) => Assert.Empty(client.Violations);
}
