namespace MultiTransport.Testing;

/// <summary>
/// The server is spoken to in HTTP/1.0 with a connection for each request: nginx before 1.29.7. Answers come without chunks until the connection ends, so a cut is
/// indistinguishable from an end, and the client gets it in chunks with a proper terminator. nginx also buffers then: add <see cref="ResponseBuffered"/>.
/// </summary>
public sealed record Http10Origin : RequestFault
{
    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        var content = await exchange.BufferAsync().ConfigureAwait(false);
        var head = exchange.Head;
        var framed = exchange.Framing == BodyFraming.Chunked ? head.Without("Transfer-Encoding").WithHeader("Content-Length", $"{content.Length}") : head;
        exchange.Head = framed.Without("Upgrade").WithHeader("Connection", "close").WithStartLine($"{head.Method} {head.Target} HTTP/1.0");
        var answer = await next().ConfigureAwait(false);
        var status = answer.Head.StartLine.Split(' ', 2);
        answer = answer with { Head = answer.Head.Without("Connection").WithStartLine($"HTTP/1.1 {status[^1]}") };
        return answer.Framing == BodyFraming.Close ? answer.AsChunked() : answer;
    }
}
