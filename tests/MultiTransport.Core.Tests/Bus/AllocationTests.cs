using MultiTransport.Protocol;

namespace MultiTransport.Core.Tests;

public sealed class AllocationTests
{
    private const int Rounds = 5_000;

    private readonly Message _message = Message.FromText("a message of a usual size, give or take");
    private readonly Session _session = new World().Open(new DelegateHandler(static (session, message) => session.SendAsync(message)));
    private readonly byte[] _ack = new byte[FrameWriter.MaxControlFrame];
    private readonly Connection _connection;

    public AllocationTests()
    {
        Assert.Equal(CloseCode.None, new Client(_session).TryAttach(
            new AttachFrame { Mode = AttachMode.Take, Id = _session.Id, Secret = _session.Secret, Attempt = 1 }, out var connection));
        _connection = connection!;
    }

    [Fact]
    public void Delivery_SomethingAlwaysInFlight_AllocatesNothing()
    {
        Assert.True(_session.TrySend(_message));
        AssertFree(() =>
        {
            _session.TrySend(_message);
            ReadAndAck(lag: 1);
        });
    }

    [Fact]
    public void Delivery_EachAckedBeforeTheNext_AllocatesNothing() => AssertFree(() =>
    {
        _session.TrySend(_message);
        ReadAndAck(lag: 0);
    });

    /// <summary>What most clients do: nothing is left in flight, so that the rings are empty with every ack.</summary>
    [Fact]
    public void Delivery_ManyAckedAtOnce_AllocatesNothing() => AssertFree(
        () =>
        {
            for (var message = 0; message < 100; message++)
            {
                _session.TrySend(_message);
            }

            ReadAndAck(lag: 0);
        },
        messages: 100);

    /// <summary>A client that hears something now and then does not pay for its rings each time the sweep has passed.</summary>
    [Fact]
    public void Delivery_WithSweepsBetween_AllocatesNothing() => AssertFree(() =>
    {
        _session.Bus.Log.Trim();
        _session.Bus.Log.Trim();
        _session.TrySend(_message);
        ReadAndAck(lag: 0);
    });

    [Fact]
    public void Delivery_OfASharedMessage_AllocatesNothing()
    {
        var shared = new SharedMessage(_message);
        Assert.True(_session.TrySend(shared));
        AssertFree(() =>
        {
            _session.TrySend(shared);
            ReadAndAck(lag: 1);
        });
    }

    [Fact]
    public void Echo_SynchronousHandler_AllocatesNothing()
    {
        var text = Up.Text("a message of a usual size, give or take");
        var carrier = new UpstreamCarrier(0, _connection, mayCarryMessages: true);
        Assert.True(_session.TrySend(_message));
        AssertFree(() =>
        {
            Check(_session.Receive(ref carrier, text) == CloseCode.None);
            ReadAndAck(lag: 1);
        });
    }

    [Fact]
    public void Echo_InANetworkThatTaughtSomething_AllocatesNothing()
    {
        var table = new NetworkTable(new NetworkOptions(), TimeProvider.System);
        for (var i = 0; i < 3; i++)
        {
            _session.Network = table.Enter(System.Net.IPAddress.Parse("203.0.113.1"), ProxySigns.None)!;
            _session.Network.Attached("websocket");
            byte[] report = [.. Varints(4_000, 4_000), .. "websocket cut"u8];
            Assert.True(_session.Network.TryReport(report, TimeSpan.FromMinutes(1), null, out _));
        }

        Assert.NotNull(_session.Network!.KeepAlive);
        Echo_SynchronousHandler_AllocatesNothing();
    }

    private static byte[] Varints(params long[] values)
    {
        var bytes = new byte[values.Length * Varint.MaxLength];
        var length = 0;
        foreach (var value in values)
        {
            length += Varint.Write(bytes.AsSpan(length), value);
        }

        return bytes[..length];
    }

    private static void AssertFree(Action round, int messages = 1)
    {
        Run(round);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Run(round);
        var each = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rounds / messages;
        Assert.True(each < 8, $"{each} bytes were allocated for each message");
    }

    private static void Run(Action round)
    {
        for (var i = 0; i < Rounds; i++)
        {
            round();
        }
    }

    private void ReadAndAck(long lag)
    {
        long last = 0;
        while (_connection.Reader.TryRead(out var frame))
        {
            last = Math.Max(last, frame.Number);
        }

        var carrier = new UpstreamCarrier(0, _connection, mayCarryMessages: true);
        _session.Receive(ref carrier, _ack.AsSpan(0, FrameWriter.WriteAck(_ack, last - lag)));
        Check(_session.Bus.Log.Count == lag);
    }

    /// <summary>The asserts of xunit allocate.</summary>
    private static void Check(bool isRight)
    {
        if (!isRight)
        {
            throw new InvalidOperationException("The messages are not where they should be.");
        }
    }
}
