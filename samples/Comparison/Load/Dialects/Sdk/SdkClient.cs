using System.Text;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>The SDK's protocol from clients/PROTOCOL.md alone: negotiate, attach, and what a client does when its connection is gone.</summary>
internal abstract class SdkClient : LoadClient
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(50);

    private readonly RequestWriter _negotiate;
    private readonly SilenceWatch _silence;
    private SdkSession? _session;
    private ClientSocket? _current;
    private bool _wasOpen;
    private bool _isRetrying;

    protected SdkClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect)
    {
        Downstream = new SdkCarrier(2 * number);
        _negotiate = setup.Post(setup.Path + "/negotiate");
        _silence = new SilenceWatch(setup, setup.Heartbeat * 1.25, DeadAfter, OnSilence);
    }

    /// <summary>How long a connection may be silent.</summary>
    protected virtual TimeSpan DeadAfter => Setup.Heartbeat * 1.75;

    protected FrameWriter Frames { get; } = new();

    protected SdkCarrier Downstream { get; }

    protected SdkSession Session => _session!;

    /// <summary>Sessions that the server no longer knew: what was not acked has an unknown outcome.</summary>
    public int SessionsLost { get; private set; }

    public override void Open()
    {
        ClientSocket? connection = null;
        connection = Connect(new HttpResponses(Setup.Traffic, (head, body) =>
        {
            if (head.Status != 200)
            {
                throw Fault($"negotiate was answered {head.Status} {Encoding.UTF8.GetString(body)}");
            }

            _session = new SdkSession(body, Setup.AckEach);
            Begin(connection!);
        }));
        Watch(connection);
        connection.Send(_negotiate, "{\"version\":1}"u8);
    }

    public override void Send(ReadOnlySpan<byte> message, bool isBinary = false)
    {
        Session.Outbox.Add(message, isBinary);
        Flush();
    }

    public override byte[]? Farewell() => _session is { } session
        ? Setup.Request("POST", Setup.Path + "/close", Frames.Start().Attach(session, AttachMode.Send, Downstream.Renew()).Close(CloseCode.ClosedByClient).Bytes)
        : null;

    /// <summary>Attaches over that connection: the one that negotiated, or a new one.</summary>
    protected abstract void Attach(ClientSocket connection);

    /// <summary>Writes what may be written.</summary>
    protected abstract void Flush();

    /// <summary>Asks the server for a sign of life.</summary>
    protected abstract void Ping();

    protected void OnAlive() => _silence.OnByte();

    /// <summary>The carrier is attached and proven by data.</summary>
    protected void OnAttached()
    {
        AttachedAt = MonotonicClock.Now;
        if (!_wasOpen)
        {
            _wasOpen = true;
            OnOpened();
        }
    }

    /// <summary>The connection downstream is gone: attach again at once, or end the run.</summary>
    protected void OnLost()
    {
        if (!Setup.Resumes)
        {
            throw Fault("the server closed the connection");
        }

        Resumptions++;
        Reattach();
    }

    protected void OnClosed(long code)
    {
        if (!Setup.Resumes)
        {
            throw Fault($"closed with {code}");
        }

        if (CloseCode.SaysRenegotiate(code))
        {
            SessionsLost++;
            _session = null;
        }

        Reattach();
    }

    /// <summary>Nothing came for too long.</summary>
    protected virtual void OnDead()
    {
    }

    protected void Reattach()
    {
        if (_isRetrying)
        {
            return;
        }

        Drop();
        try
        {
            if (_session is null)
            {
                Open();
                return;
            }

            Begin(Connect(NoAnswer.Instance));
        }
        catch (LoadException)
        {
            _isRetrying = true; // nobody listens there at the moment
            Setup.Loop.After(RetryPause, () =>
            {
                _isRetrying = false;
                Reattach();
            });
        }
    }

    /// <summary>Only the present connection has a say: what an older one tells late is of no interest.</summary>
    private void Watch(ClientSocket connection)
    {
        _current = connection;
        if (Setup.Resumes)
        {
            connection.Closed = () =>
            {
                if (_current == connection)
                {
                    OnLost();
                }
            };
        }
    }

    private void Drop()
    {
        if (_current is { } connection)
        {
            _current = null;
            connection.Closed = null;
            connection.Dispose();
        }
    }

    private void Begin(ClientSocket connection)
    {
        Watch(connection);
        Session.Outbox.Rewind();
        Attach(connection);
        _silence.Start();
    }

    private void OnSilence(bool isDead)
    {
        if (isDead)
        {
            DeadAt = MonotonicClock.Now;
            OnDead();
        }
        else
        {
            Ping();
        }
    }

    protected void CountLost(long messages) => Lost += messages;

    protected void Deliver(ReadOnlySpan<byte> message) => OnMessage(message);
}
