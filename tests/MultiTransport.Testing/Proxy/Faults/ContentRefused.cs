namespace MultiTransport.Testing;

/// <summary>
/// A request whose body has these bytes in it is always refused, however often it comes: signatures of web application firewalls and data-loss filters.
/// The server never sees it. Frames are <see cref="FrameContentRefused"/>.
/// </summary>
/// <param name="Content">What is not to pass.</param>
public sealed record ContentRefused(byte[] Content) : RequestFault
{
    /// <summary>What the client gets, as a page; null is RST.</summary>
    public int? Status { get; init; } = 403;

    internal override async Task<Answer> HandleAsync(Exchange exchange, Func<Task<Answer>> next)
    {
        if ((await exchange.BufferAsync().ConfigureAwait(false)).AsSpan().IndexOf(Content) < 0)
        {
            return await next().ConfigureAwait(false);
        }

        if (Status is { } status)
        {
            return Answer.Html(status);
        }

        exchange.Connection.Cut(CutKind.Reset);
        throw new CutException(CutKind.Reset);
    }
}
