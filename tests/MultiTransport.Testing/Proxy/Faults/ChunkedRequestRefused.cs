namespace MultiTransport.Testing;

/// <summary>A request without a Content-Length gets 411 (ziproxy takes 90 s and says 408).</summary>
/// <param name="Status">What it gets.</param>
public sealed record ChunkedRequestRefused(int Status = 411) : RequestFault
{
    internal override Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next) =>
        exchange.Framing == BodyFraming.Chunked ? Task.FromResult(Answer.Html(Status, ("Connection", "close"))) : next();
}
