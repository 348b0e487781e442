using System.Buffers;
using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>A WebSocket: it carries frames both ways, and what fits the window is written at once.</summary>
internal sealed class WebSocketAttachment(SessionCore core, string path, string token, AttachMode mode, IAttachmentOwner owner)
    : Attachment(core, TransportNames.WebSocket, mode, owner)
{
    private WebSocketCarrier? _carrier;
    private Action? _promoted;
    private bool _attachWanted;
    private bool _attachWritten;
    private bool _promoteWanted;
    private long _cursor;
    private TimeSpan _lastWritten;

    /// <summary>By which the server knows this handshake.</summary>
    public string Token { get; } = token;

    /// <summary>Messages go up on it from its promotion on, or from the start where it takes.</summary>
    public override bool CarriesUp => !IsOver && !IsRetired && MayWriteMessages;

    public override TimeSpan LastTraffic => _lastWritten > LastByte ? _lastWritten : LastByte;

    private bool MayWriteMessages => ActiveSince is not null || _promoted is not null;

    public override void Start()
    {
        var reader = new CarrierReader(Nonce, Core.Downstream, this, closeMayBeFirst: true);
        _carrier = new WebSocketCarrier(Core.Turn, Core.Http, path, $"try={Token}", reader)
        {
            Opened = () => Owner.Opened(this),
            Progress = Alive,
            Compose = Compose,
            Ended = EndSocket,
        };
        _carrier.Start();
    }

    /// <summary>Writes the attach: the owner says when, since it ends another candidate.</summary>
    public void Attach()
    {
        _attachWanted = true;
        _carrier!.Flush();
    }

    public override void Promote(Action written)
    {
        _promoteWanted = true;
        _promoted = written;
        _carrier!.Flush();
    }

    public override void Consider() => _carrier?.Flush();

    /// <summary>The last thing that is written: what is left, and the end.</summary>
    public string? Farewell { get; set; }

    protected override void Tear() => _carrier?.Drop();

    private void EndSocket(CarrierEnd end)
    {
        if (ActiveSince is not null && _cursor > Core.Outbox.Known && !end.IsOurs && !IsRetired)
        {
            Core.Uplink.SocketDied();
        }

        End(end);
    }

    private void Compose(IBufferWriter<byte> output)
    {
        if (IsOver || IsRetired || !_attachWanted)
        {
            return;
        }

        if (!_attachWritten)
        {
            _attachWritten = true;
            _lastWritten = Core.Now;
            _cursor = Core.Outbox.Known;
            Core.Uplink.WriteAttach(output, Mode, Nonce, _cursor, TimeSpan.Zero);
        }

        if (_promoteWanted)
        {
            _promoteWanted = false;
            _lastWritten = Core.Now;
            _cursor = Core.Outbox.Known;
            var frame = new PromoteFrame { Connection = Connection, Received = Core.Downstream.Received, Upstream = _cursor };
            output.Advance(frame.Write(output.GetSpan(FrameWriter.MaxControlFrame)));
            _promoted!();
        }

        if (MayWriteMessages)
        {
            WriteRest(output);
        }
    }

    private void WriteRest(IBufferWriter<byte> output)
    {
        var something = Core.Uplink.WritePings(output);
        var count = Core.Outbox.Write(output, ref _cursor, Core.Outbox.Limits.Body - Uplink.ControlRoom, int.MaxValue, Core.Time.GetTimestamp());
        Core.Counters.Up(Transport, count);
        var ends = Farewell is not null && !Core.Outbox.HasAfter(_cursor);
        if (something || count > 0 || ends || Core.Acks.IsDue(Core.Now))
        {
            Core.Acks.Write(output);
            Core.Reports.Write(output);
            _lastWritten = Core.Now;
        }

        if (ends)
        {
            output.Advance(FrameWriter.WriteClose(output.GetSpan(FrameWriter.MaxControlFrame), CloseCode.ClosedByClient, Farewell!));
            Farewell = null;
            _attachWanted = false; // nothing may follow a close
        }
    }
}
