using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>
/// What goes up beside messages, and the bodies of POSTs: composed here, put to account here. Whatever carrier goes next takes what waits.
/// </summary>
internal sealed class Uplink(SessionCore core)
{
    /// <summary>Bytes of a body that are kept for attach and control frames.</summary>
    public const int ControlRoom = 8 * 1024;

    private const int MaxPongs = 32;

    private readonly Queue<byte[]> _pongs = new();
    private readonly BodyBudget _budget = new();
    private byte[]? _ping;
    private Attachment? _promoted;
    private Action? _promoteWritten;
    private long _attempt;

    public Suspect Suspect { get; } = new();

    /// <summary>Whether control frames wait that are in a hurry.</summary>
    public bool HasControl => _pongs.Count > 0 || _ping is not null || _promoted is not null;

    /// <summary>Whether a promotion waits, which goes by <c>send</c> whatever else is active.</summary>
    public bool HasPromotion => _promoted is not null;

    /// <summary>Whether POSTs may bear messages at the moment.</summary>
    public bool MayPostMessages => !Suspect.WantsCheck && !Suspect.IsRefusedByPost;

    public static ulong NewNonce()
    {
        Span<byte> random = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(random);
        return BinaryPrimitives.ReadUInt64BigEndian(random);
    }

    public void Pong(ReadOnlySpan<byte> payload)
    {
        if (_pongs.Count < MaxPongs)
        {
            _pongs.Enqueue(payload.ToArray());
        }
    }

    public void Ping(byte[] payload) => _ping = payload;

    public void Promote(Attachment candidate, Action written) => (_promoted, _promoteWritten) = (candidate, written);

    public void CallOff(Attachment candidate)
    {
        if (_promoted == candidate)
        {
            (_promoted, _promoteWritten) = (null, null);
        }
    }

    /// <summary>Another session begins: nothing of the last one waits any more.</summary>
    public void Restart()
    {
        _pongs.Clear();
        (_ping, _promoted, _promoteWritten) = (null, null, null);
        Suspect.Reset();
    }

    /// <summary>The attach that begins every carrier.</summary>
    public void WriteAttach(IBufferWriter<byte> output, AttachMode mode, ulong nonce, long upstream, TimeSpan hold)
    {
        var attach = new AttachFrame
        {
            Mode = mode,
            Id = core.Terms.Credential.Id,
            Secret = core.Terms.Credential.Secret,
            Nonce = nonce,
            Attempt = ++_attempt,
            Received = core.Downstream.Received,
            Upstream = upstream,
            Acked = core.Outbox.Acked,
            Hold = (long)hold.TotalMilliseconds,
        };
        output.Advance(attach.Write(output.GetSpan(FrameWriter.MaxControlFrame)));
    }

    /// <summary>Writes pings and pongs; true where there were any.</summary>
    public bool WritePings(IBufferWriter<byte> output)
    {
        var any = _pongs.Count > 0 || _ping is not null;
        while (_pongs.TryDequeue(out var pong))
        {
            output.Advance(FrameWriter.Write(output.GetSpan(FrameWriter.MaxControlFrame), FrameType.Pong, pong));
        }

        if (_ping is { } ping)
        {
            _ping = null;
            core.Liveness.PingWritten(ping);
            output.Advance(FrameWriter.Write(output.GetSpan(FrameWriter.MaxControlFrame), FrameType.Ping, ping));
        }

        return any;
    }

    /// <summary>Makes the body of a POST; <paramref name="end"/> is the reason of a close that ends the session.</summary>
    public PostBatch Compose(AttachMode mode, TimeSpan hold, bool messages, bool control = true, ulong? nonce = null, string? end = null)
    {
        var output = new ArrayBufferWriter<byte>(256);
        var cursor = core.Outbox.Known;
        var batch = new PostBatch { Body = [], Nonce = nonce ?? NewNonce(), First = cursor + 1 };
        WriteAttach(output, mode, batch.Nonce, cursor, hold);
        if (control)
        {
            WriteControl(output, batch);
        }

        if (messages && (MayPostMessages || end is not null))
        {
            var before = output.WrittenCount;
            var most = Math.Min(core.Outbox.Limits.Body - ControlRoom, _budget.Bytes);
            batch.Count = core.Outbox.Write(output, ref cursor, most, int.MaxValue, core.Time.GetTimestamp());
            batch.Bytes = output.WrittenCount - before;
        }

        if (end is not null)
        {
            output.Advance(FrameWriter.WriteClose(output.GetSpan(FrameWriter.MaxControlFrame), CloseCode.ClosedByClient, end));
        }

        batch.Body = output.WrittenSpan.ToArray();
        return batch;
    }

    /// <summary>Puts the end of a POST to account.</summary>
    public void Ended(PostBatch batch, CarrierReader reader, CarrierEnd end)
    {
        Suspect.Known(core.Outbox.Known);
        if (reader.IsOurs)
        {
            Arrived(batch);
            return;
        }

        core.Acks.Repeat(core.Now);
        if (batch.Reports is { } reports)
        {
            core.Reports.Repeat(reports);
        }

        _ping ??= batch.Ping is { } ping && core.Liveness.IsWaitingFor(ping) ? ping : null;
        if (batch.Promoted is { IsOver: false } candidate && _promoted is null)
        {
            (_promoted, _promoteWritten) = (candidate, batch.PromoteWritten);
        }

        if (end.Is(CloseCode.BodyTooLarge))
        {
            _budget.Failed(batch.Bytes);
        }
        else if (!end.IsOurs && end.Kind != CarrierEndKind.Dropped)
        {
            Failed(batch);
        }
    }

    /// <summary>A WebSocket died with messages on it that the server is not known to have.</summary>
    public void SocketDied()
    {
        Suspect.SocketDied(core.Outbox.Known + 1); // whether the server has it after all shows when something attaches again
    }

    /// <summary>Gives up a message that every rung refuses.</summary>
    public void ConsiderBlocking()
    {
        var posts = core.MayPost;
        var sockets = core.Climb.MayYet(TransportNames.WebSocket);
        var refused = posts
            ? Suspect.IsRefusedByPost && (Suspect.IsRefusedBySocket || !sockets)
            : Suspect.IsRefusedByOnlySocket;
        if (refused)
        {
            core.Outbox.Block(core.Outbox.Known + 1);
            Suspect.Reset();
            _budget.Reset();
        }
    }

    private void WriteControl(ArrayBufferWriter<byte> output, PostBatch batch)
    {
        batch.Ping = _ping;
        WritePings(output);
        if (_promoted is { } candidate)
        {
            (batch.Promoted, batch.PromoteWritten) = (candidate, _promoteWritten);
            var frame = new PromoteFrame { Connection = candidate.Connection, Received = core.Downstream.Received, Upstream = core.Outbox.Known, Trailing = candidate.WantsTrailing };
            output.Advance(frame.Write(output.GetSpan(FrameWriter.MaxControlFrame)));
            _promoteWritten!();
            (_promoted, _promoteWritten) = (null, null);
        }

        batch.Reports = core.Reports.Write(output);
        if (core.Acks.HasNews)
        {
            batch.AckMark = core.Acks.Write(output);
        }
    }

    private void Arrived(PostBatch batch)
    {
        if (batch.AckMark is { } mark)
        {
            core.Acks.Settle(mark);
        }

        if (batch.Count > 0)
        {
            _budget.Worked();
        }
        else if (Suspect.WantsCheck)
        {
            Suspect.Checked(worked: true);
            ConsiderBlocking();
        }
    }

    private void Failed(PostBatch batch)
    {
        if (batch.Count == 0)
        {
            Suspect.Checked(worked: false);
            return;
        }

        _budget.Failed(batch.Bytes);
        if (batch.Count == 1 && batch.First == core.Outbox.Known + 1)
        {
            Suspect.PostFailed(batch.First);
        }
    }
}
