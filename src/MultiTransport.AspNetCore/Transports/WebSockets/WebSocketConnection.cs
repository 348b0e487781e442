using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>One WebSocket of an SDK client: the attach, then a loop each way until one of them ends.</summary>
internal sealed class WebSocketConnection(HttpContext context, EndpointRuntime endpoint, WebSocket socket, PendingAttach ticket) : IDisposable
{
    private readonly SocketReceiver _receiver = new(socket, endpoint.Options.MaxBodyBytes);

    public async Task RunAsync()
    {
        var receipt = await _receiver.ReceiveAsync(context.RequestAborted).ConfigureAwait(false);
        if (receipt == SocketReceipt.Close)
        {
            return;
        }

        var fault = Find(receipt, out var session, out var attach, out var attachLength);
        if (fault == CloseCode.None)
        {
            fault = await SessionAuthorization.CheckAsync(context, session!).ConfigureAwait(false);
        }

        Connection? connection = null;
        if (fault == CloseCode.None)
        {
            var wanted = new ConnectionRequest(TransportNames.WebSocket, ReaderMode.Duplex, static state => ((HttpContext)state).Abort(), context);
            fault = session!.Attach(attach, wanted, out connection);
        }

        ticket.Dispose();
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
            var writing = new FrameSender(socket, connection, endpoint.Time).RunAsync();
            var reading = ReadAsync(session, carrier, attachLength);
            if (await Task.WhenAny(writing, reading).ConfigureAwait(false) == reading)
            {
                var fault = await reading.ConfigureAwait(false);
                session.End(connection, new CloseReason(fault == CloseCode.None ? CloseCode.Complete : fault, Reason(fault)));
            }

            ended = await writing.ConfigureAwait(false);
            await SocketClosing.AwaitPeerAsync(context, reading, endpoint.Time).ConfigureAwait(false);
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
                    SocketReceipt.Binary => session.Receive(ref carrier, _receiver.Message),
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

    private async Task RefuseAsync(CloseCode fault)
    {
        var frame = new byte[FrameWriter.MaxControlFrame];
        var length = FrameWriter.WriteClose(frame, fault, Reason(fault));
        await SocketClosing.SendAsync(socket, frame.AsMemory(0, length), context.RequestAborted).ConfigureAwait(false);
        await SocketClosing.CloseAsync(socket, SocketClosing.StatusOf(fault), fault.Name(), context.RequestAborted).ConfigureAwait(false);
        await SocketClosing.AwaitPeerAsync(context, _receiver.ReceiveAsync(context.RequestAborted).AsTask(), endpoint.Time).ConfigureAwait(false);
    }

    private string Reason(CloseCode fault) => fault is CloseCode.None or CloseCode.Complete ? "" : Credentials.Describe(fault, endpoint);
}
