using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

/// <summary>One carrier with its two ends: what the server's adapter does with it, what the client knows of it, and what is between them.</summary>
internal sealed class ModelCarrier(Session session, Connection connection, in AttachFrame attach, bool isDuplex)
{
    private readonly AttachMode _mode = attach.Mode;
    private UpstreamCarrier _up = new(attach.Upstream, connection, attach.Mode == AttachMode.Take);
    private PendingWait? _wait;

    public Connection Connection { get; } = connection;

    public bool IsDuplex { get; } = isDuplex;

    public ulong Nonce { get; } = attach.Nonce;

    /// <summary>Read by the server's adapter, not yet by the client.</summary>
    public Queue<ModelFrame> Down { get; } = new();

    /// <summary>Written by the client, not yet received by the server.</summary>
    public Queue<byte[]> Up { get; } = new();

    /// <summary>The client's count of numbered frames down.</summary>
    public long DownPosition { get; set; }

    /// <summary>The client's count of numbered frames up.</summary>
    public long UpPosition { get; set; } = attach.Upstream;

    public bool IsAttached { get; set; }

    public bool IsActive { get; set; }

    public bool IsPromoted { get; set; }

    /// <summary>The client listens no more.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>The server's adapter has left.</summary>
    public bool IsLeft { get; private set; }

    public bool MayBePromoted => _mode == AttachMode.Probe && IsAttached && !IsPromoted && !IsAbandoned;

    public bool MayWriteMessages => IsDuplex && (_mode == AttachMode.Take || IsPromoted);

    /// <summary>Whether the server ever made it the active one.</summary>
    public bool WasActivated { get; set; } = attach.Mode == AttachMode.Take;

    public override string ToString() => $"#{Connection.Number}{(IsDuplex ? "" : " down")}";

    /// <summary>The server's adapter reads up to some frames from the bus.</summary>
    public IEnumerable<ModelFrame> Pump(int most)
    {
        if (_wait is { IsCompleted: false })
        {
            yield break;
        }

        _wait = null;
        for (var i = 0; i < most && !IsLeft; i++)
        {
            if (!Connection.Reader.TryRead(out var frame))
            {
                _wait = new PendingWait(Connection.Reader.WaitToReadAsync());
                yield break;
            }

            var copy = ModelFrame.Of(frame);
            if (!IsAbandoned)
            {
                Down.Enqueue(copy);
            }

            if (frame.Type == FrameType.Close)
            {
                Leave(frame.Close.Code);
            }

            yield return copy;
        }
    }

    public CloseCode Receive(byte[] frames) => session.Receive(ref _up, frames);

    public void Leave(CloseCode code)
    {
        if (!IsLeft)
        {
            IsLeft = true;
            _up.Dispose();
            session.Detach(Connection, code);
        }
    }

    /// <summary>A reader that waits although there is something to read was not woken. Acks wake the active one only; others tell them when they wake.</summary>
    public void CheckWoken()
    {
        if (IsLeft || _wait is not { IsCompleted: false } || !Connection.Reader.TryRead(out var frame))
        {
            return;
        }

        var mayWait = frame.Type is FrameType.Ack or FrameType.Fail && session.Bus.Active != Connection.Reader;
        ModelServer.Require(mayWait, $"the reader of {this} was not woken for '{Core.Tests.Down.Describe(frame)}'");
        if (!IsAbandoned)
        {
            Down.Enqueue(ModelFrame.Of(frame));
        }
    }
}
