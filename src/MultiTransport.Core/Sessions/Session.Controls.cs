using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>Control frames: handled on receipt, never behind a handler.</content>
public sealed partial class Session
{
    private bool _clientCloses;

    private CloseCode OnControlFrame(ref UpstreamCarrier carrier, byte type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case FrameType.Ack:
                return NumberAndText.TryParse(payload, out var number, out _) ? OnAck(number) : CloseCode.FrameMalformed;
            case FrameType.Fail:
                return NumberAndText.TryParse(payload, out var failed, out var code) ? OnFail(failed, code) : CloseCode.FrameMalformed;
            case FrameType.Ping:
                return payload.Length <= 8 ? OnPing(carrier.Connection, payload) : CloseCode.FrameMalformed;
            case FrameType.Pong:
                return CloseCode.None;
            case FrameType.Promote:
                return PromoteFrame.TryParse(payload, out var promote) ? OnPromote(ref carrier, promote) : CloseCode.FrameMalformed;
            case FrameType.Report:
                OnReport(payload);
                return CloseCode.None;
            case FrameType.Close:
                return NumberAndText.TryParse(payload, out _, out var reason) ? OnClientClose(reason) : CloseCode.FrameMalformed;
            default:
                return FrameType.IsOptional(type) ? CloseCode.None : CloseCode.FrameUnknown;
        }
    }

    private CloseCode OnAck(long number)
    {
        AckResult result;
        lock (Bus.Gate)
        {
            result = Bus.Ack(number);
        }

        return result == AckResult.NeverSent ? CloseCode.PositionInvalid : CloseCode.None;
    }

    private CloseCode OnFail(long number, string code)
    {
        bool known;
        lock (Bus.Gate)
        {
            known = number <= Bus.Log.Written;
        }

        if (!known)
        {
            return CloseCode.PositionInvalid;
        }

        Observer.ClientFailed(this, number, code);
        return CloseCode.None;
    }

    private CloseCode OnPing(Connection? connection, ReadOnlySpan<byte> payload)
    {
        BusReader? wake = null;
        lock (Bus.Gate)
        {
            var reader = connection?.Reader ?? Bus.Active;
            if (reader is not null)
            {
                reader.Pong(payload);
                wake = reader.TryTakeWaiter() ? reader : null;
            }
        }

        wake?.Wake(inline: false);
        return CloseCode.None;
    }

    private CloseCode OnClientClose(string reason)
    {
        lock (Bus.Gate)
        {
            if (_clientCloses)
            {
                return CloseCode.None;
            }

            _clientCloses = true;
        }

        _ = CloseWhenHandledAsync(new CloseReason(CloseCode.ClosedByClient, reason));
        return CloseCode.None;
    }

    private async Task CloseWhenHandledAsync(CloseReason reason)
    {
        Task handled;
        lock (Bus.Gate)
        {
            handled = Upstream.WaitForHandled(Upstream.Received);
        }

        await handled.ConfigureAwait(false);
        Abort(reason.Code, reason.Text);
    }
}
