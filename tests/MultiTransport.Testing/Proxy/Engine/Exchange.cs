namespace MultiTransport.Testing;

/// <summary>One request on its way through the faults, and what they can do with it.</summary>
internal sealed class Exchange(ProxiedConnection connection, ProxiedRequest request, IBody body, Func<HttpHead, Task> interim) : IDisposable
{
    private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<IDisposable> _watches = [];
    private byte[]? _content;

    public ProxiedConnection Connection { get; } = connection;

    public FaultProxy Proxy => Connection.Proxy;

    public TimeProvider Time => Proxy.Time;

    /// <summary>As the client sent it.</summary>
    public ProxiedRequest Request { get; } = request;

    /// <summary>As it will be forwarded.</summary>
    public HttpHead Head { get; set; } = request.Head;

    public IBody Body { get; set; } = body;

    /// <summary>The client's own body, however much of it was read.</summary>
    public IBody Original { get; } = body;

    public BodyFraming Framing => HttpBody.OfRequest(Head) switch
    {
        { Chunked: true } => BodyFraming.Chunked,
        { Done: true } => BodyFraming.None,
        _ => BodyFraming.Length,
    };

    /// <summary>True forwards it on a connection of its own, which the client's end does not touch.</summary>
    public bool OutlivesClient { get; set; }

    /// <summary>Ends with the connection.</summary>
    public CancellationToken Token => Connection.Life;

    /// <summary>Completes when the request went to the server as a whole, or never will.</summary>
    public Task Sent => _sent.Task;

    /// <summary>The whole content of the request, which is then forwarded from memory.</summary>
    public async Task<byte[]> BufferAsync()
    {
        if (_content is null)
        {
            if (Head.HasToken("Expect", "100-continue"))
            {
                Head = Head.Without("Expect");
                await interim(new HttpHead("HTTP/1.1 100 Continue", [])).ConfigureAwait(false);
            }

            _content = Bodies.Join(await Bodies.CollectAsync(Body, Token).ConfigureAwait(false));
            Body = Bodies.Of(_content);
        }

        return _content;
    }

    /// <summary>The same request, which was read to its end before, on a connection of its own that outlives the client's.</summary>
    public OriginShot Shoot() => OriginShot.Fire(Proxy, Head, Framing, _content ?? throw new InvalidOperationException("the request is not buffered"));

    /// <summary>Sends the client a head before the answer.</summary>
    public Task InterimAsync(HttpHead head) => interim(head);

    /// <summary>Makes the request ready to be forwarded once more.</summary>
    public void Rewind() => Body = _content is null ? Body : Bodies.Of(_content);

    /// <summary>Disposed when the exchange is over, its tunnel included.</summary>
    public void Keep(IDisposable watch) => _watches.Add(watch);

    public void WasSent() => _sent.TrySetResult();

    public void Dispose()
    {
        WasSent();
        _watches.ForEach(watch => watch.Dispose());
    }
}
