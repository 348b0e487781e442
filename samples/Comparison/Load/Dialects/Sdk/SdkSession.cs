using System.Buffers.Text;
using System.Text.Json;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>A client's side of the books: who it is and how far each direction has come.</summary>
internal sealed class SdkSession
{
    private readonly long _ackAfter;
    private long _attempt;
    private long _ackSent;

    /// <param name="answer">The body of negotiate's answer.</param>
    /// <param name="ackEach">Ack with every message that goes up anyway, or only when half the window is unacked.</param>
    public SdkSession(ReadOnlySpan<byte> answer, bool ackEach)
    {
        using var json = JsonDocument.Parse(answer.ToArray());
        var session = json.RootElement.GetProperty("session");
        Id = Base64Url.DecodeFromChars(session.GetProperty("id").GetString());
        Secret = Base64Url.DecodeFromChars(session.GetProperty("secret").GetString());
        Received = json.RootElement.GetProperty("position").GetInt64();
        HoldMilliseconds = json.RootElement.GetProperty("hold").GetInt32() * 1000;
        var limits = json.RootElement.GetProperty("limits");
        MaxBody = limits.GetProperty("body").GetInt32() - 1024;
        Outbox = new SdkOutbox(limits.GetProperty("upstream").GetProperty("messages").GetInt64());
        _ackAfter = ackEach ? 1 : limits.GetProperty("window").GetProperty("messages").GetInt64() / 2;
    }

    public byte[] Id { get; }

    public byte[] Secret { get; }

    public int HoldMilliseconds { get; }

    public int MaxBody { get; }

    public SdkOutbox Outbox { get; }

    /// <summary>Downstream: the highest number the client has.</summary>
    public long Received { get; private set; }

    public bool AckIsDue => Received - _ackSent >= _ackAfter;

    public bool AckIsOpen => Received > _ackSent;

    public long NextAttempt() => ++_attempt;

    public void OnReceived(long number) => Received = number;

    public long TakeAck() => _ackSent = Received;
}
