using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>One WebSocket of an SDK client: the attach, then a loop each way until one of them ends.</summary>
internal sealed class WebSocketConnection(HttpContext context, DeferredAbort request, EndpointRuntime endpoint, WebSocket socket, PendingAttach ticket, Arrival? arrival) : IDisposable
{
    private readonly SocketReceiver _receiver = new(socket, endpoint.Options.MaxBodyBytes, endpoint.Registry.Budget);
    private WireAccount? _wire;

    public async Task RunAsync()
    {
        var first = _receiver.ReceiveAsync(context.RequestAborted).AsTask();
        await Task.WhenAny(first, ticket.Expired).ConfigureAwait(false);
        if (!ticket.TryLeave())
        {
            await RefuseAsync(CloseCode.AttachTimeout, first).ConfigureAwait(false);
            return;
        }

        var receipt = await first.ConfigureAwait(false);
        if (receipt == SocketReceipt.Close)
        {
            return;
        }

        var fault = Find(receipt, out var session, out var attach, out var attachLength);
        if (attachLength > 0 && arrival is not null)
        {
            arrival.IsAttached = true;
        }

        if (fault == CloseCode.None)
        {
            fault = await SessionAuthorization.CheckAsync(context, session!).ConfigureAwait(false);
        }

        Connection? connection = null;
        if (fault == CloseCode.None)
        {
            _wire = endpoint.Wire.Attribute(context, session!, TransportNames.WebSocket, attach.Mode == AttachMode.Probe);
            _wire?.Up(_receiver.Message);
            var wanted = new ConnectionRequest(TransportNames.WebSocket, ReaderMode.Duplex, static state => ((DeferredAbort)state).Cut(), request);
            fault = session!.Attach(attach, wanted, out connection);
        }

        if (fault == CloseCode.Stale)
        {
            await AnswerLateAsync(session!, attach, attachLength).ConfigureAwait(false);
            return;
        }

        if (connection is null)
        {
            await RefuseAsync(fault).ConfigureAwait(false);
            return;
        }

        var carrier = new UpstreamCarrier(attach.Upstream, connection, mayCarryMessages: attach.Mode == AttachMode.Take);
        await RunAsync(session!, connection, carrier, attachLength).ConfigureAwait(false);
    }

    public void Dispose() => _receiver.Dispose();

    private async Task RunAsync(Session session, Connection connection, UpstreamCarrier carrier, int attachLength)
    {
        var ended = CloseCode.None;
        try
        {
            var writing = new FrameSender(socket, connection, endpoint.Time, _wire).RunAsync();
            var reading = ReadAsync(session, carrier, attachLength);
            if (await Task.WhenAny(writing, reading).ConfigureAwait(false) == reading)
            {
                var fault = await reading.ConfigureAwait(false);
                session.End(connection, new CloseReason(fault == CloseCode.None ? CloseCode.Complete : fault, Reason(fault)));
            }

            ended = await writing.ConfigureAwait(false);
            await SocketClosing.AwaitPeerAsync(request, reading, endpoint.Time).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, ended);
        }
    }

    private async Task<CloseCode> ReadAsync(Session session, UpstreamCarrier carrier, int attachLength)
    {
        try
        {
            var fault = _receiver.Message.Length > attachLength ? session.Receive(ref carrier, _receiver.Message[attachLength..]) : CloseCode.None;
            while (fault == CloseCode.None)
            {
                var receipt = await _receiver.ReceiveAsync(context.RequestAborted).ConfigureAwait(false);
                fault = receipt switch
                {
                    SocketReceipt.Binary => Receive(session, ref carrier),
                    SocketReceipt.Text => CloseCode.FrameMalformed,
                    SocketReceipt.TooLarge => CloseCode.BodyTooLarge,
                    _ => CloseCode.Complete,
                };
            }

            return fault;
        }
        finally
        {
            carrier.Dispose();
        }
    }

    private CloseCode Receive(Session session, ref UpstreamCarrier carrier)
    {
        _wire?.Up(_receiver.Message);
        return session.Receive(ref carrier, _receiver.Message);
    }

    private CloseCode Find(SocketReceipt receipt, out Session? session, out AttachFrame attach, out int length)
    {
        (session, attach, length) = (null, default, 0);
        if (receipt != SocketReceipt.Binary)
        {
            return receipt == SocketReceipt.TooLarge ? CloseCode.BodyTooLarge : CloseCode.AttachRequired;
        }

        var fault = Credentials.TryFind(_receiver.Message, context, endpoint, out length, out attach, out session);
        return fault == CloseCode.None && attach.Mode == AttachMode.Send ? CloseCode.AttachRequired : fault;
    }

    /// <summary>A late attach: its frames count by their numbers, and its answer is that of a send.</summary>
    private async Task AnswerLateAsync(Session session, AttachFrame attach, int attachLength)
    {
        var fault = ReceiveLate(session, attach, attachLength);
        if (fault != CloseCode.None)
        {
            await RefuseAsync(fault).ConfigureAwait(false);
            return;
        }

        using var answer = new PooledBuffer();
        SendExchange.Write(answer, session, attach, CloseCode.Stale);
        await EndAsync(answer.WrittenMemory, CloseCode.Stale, null).ConfigureAwait(false);
    }

    private CloseCode ReceiveLate(Session session, in AttachFrame attach, int attachLength)
    {
        var carrier = new UpstreamCarrier(attach.Upstream, null, mayCarryMessages: attach.Mode == AttachMode.Take);
        try
        {
            return session.Receive(ref carrier, _receiver.Message[attachLength..]);
        }
        finally
        {
            carrier.Dispose();
        }
    }

    private Task RefuseAsync(CloseCode fault, Task? reading = null)
    {
        var frame = new byte[FrameWriter.MaxControlFrame];
        var length = FrameWriter.WriteClose(frame, fault, Reason(fault));
        return EndAsync(frame.AsMemory(0, length), fault, reading);
    }

    private async Task EndAsync(ReadOnlyMemory<byte> frames, CloseCode code, Task? reading)
    {
        await SocketClosing.SendAsync(socket, frames, context.RequestAborted).ConfigureAwait(false);
        await SocketClosing.CloseAsync(socket, SocketClosing.StatusOf(code), code.Name(), context.RequestAborted).ConfigureAwait(false);
        await SocketClosing.AwaitPeerAsync(request, reading ?? _receiver.ReceiveAsync(context.RequestAborted).AsTask(), endpoint.Time).ConfigureAwait(false);
    }

    private string Reason(CloseCode fault) => fault is CloseCode.None or CloseCode.Complete ? "" : Credentials.Describe(fault, endpoint);
}
