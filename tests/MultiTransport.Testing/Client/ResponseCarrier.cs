using System.Text;

namespace MultiTransport.Testing;

/// <summary>Sections 7.2 and 7.3: one held response, as server-sent events or as frames.</summary>
internal sealed class ResponseCarrier(ProtocolClient client, string transport, WireAttachMode mode) : HeldCarrier(client, transport, mode)
{
    private readonly WireReader _frames = new();
    private readonly SseParser _events = SseFrames.NewParser();

    public override bool CarriesUpstream => false;

    protected override async Task<CarrierEnd> CarryAsync()
    {
        var batch = Mode == WireAttachMode.Take ? Client.Outbox.Take(Client.Options.BatchBytes) : Client.Outbox.Nothing();
        var (attach, body) = Client.Compose(Mode, TimeSpan.Zero, batch, pongs: false, out var acks);
        CarriedThrough = batch.Through;
        Client.CountersOf(Transport).CountUp(batch.Count);
        using var response = await Http.PostAsync(Client.AddressOf(Transport), body, Client.Options.AttachHeaders, Life.Token).ConfigureAwait(false);
        Client.Inbox.Written(acks);
        if ((int)response.StatusCode != 200)
        {
            var error = await response.Content.ReadAsByteArrayAsync(Life.Token).ConfigureAwait(false);
            return CarrierEnd.Of((int)response.StatusCode, WireProblem.TryParse(error));
        }

        Client.JudgeHeaders(Transport, response, Transport == TransportName.Sse ? "text/event-stream" : "application/octet-stream");
        var receiver = new CarrierReceiver(Client, Transport, attach) { Pinged = Client.PongLater };
        await using var stream = await response.Content.ReadAsStreamAsync(Life.Token).ConfigureAwait(false);
        var buffer = new byte[16 * 1024];
        while (await stream.ReadAsync(buffer, Life.Token).ConfigureAwait(false) is > 0 and var count)
        {
            Process(receiver, buffer.AsSpan(0, count));
            Alive(receiver);
            Client.PokeSends(); // an ack may have become due
            if (receiver.Close is { } close)
            {
                return CarrierEnd.Of(close);
            }
        }

        return CarrierEnd.Cut("the response ended without close");
    }

    private void Process(CarrierReceiver receiver, ReadOnlySpan<byte> bytes)
    {
        if (Transport == TransportName.Sse)
        {
            foreach (var received in _events.Feed(bytes))
            {
                receiver.Process(DecodeEvent(receiver, received));
            }

            return;
        }

        _frames.Append(bytes);
        while (TryReadFrame(receiver, out var frame))
        {
            receiver.Process(frame!);
        }
    }

    // Bytes that are no frame before attached come from a stranger, an html page for example.
    private static WireFrame DecodeEvent(CarrierReceiver receiver, SseEvent received)
    {
        try
        {
            return SseFrames.Decode(received);
        }
        catch (WireFormatException error) when (!receiver.Attached.IsCompleted)
        {
            throw new StrangerException($"{error.Message} ({Encoding.UTF8.GetByteCount(received.Data)} bytes)");
        }
    }

    private bool TryReadFrame(CarrierReceiver receiver, out WireFrame? frame)
    {
        try
        {
            return _frames.TryRead(out frame);
        }
        catch (WireFormatException error) when (!receiver.Attached.IsCompleted)
        {
            throw new StrangerException(error.Message);
        }
    }
}
