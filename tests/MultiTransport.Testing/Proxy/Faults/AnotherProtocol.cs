namespace MultiTransport.Testing;

/// <summary>What answers is no HTTP server: the greeting of another service behind a port that was forwarded wrongly, or noise. The connection ends with it.</summary>
public sealed record AnotherProtocol : RequestFault
{
    public string Greeting { get; init; } = "SSH-2.0-OpenSSH_9.2p1";

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        await exchange.InterimAsync(new HttpHead(Greeting, [])).ConfigureAwait(false);
        exchange.Connection.Cut(CutKind.Finish);
        throw new CutException(CutKind.Finish);
    }
}
