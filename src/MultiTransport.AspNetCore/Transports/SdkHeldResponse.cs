using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What the SDK's two held responses have in common: attach, take frames that came along, hold, detach.</summary>
internal static class SdkHeldResponse
{
    private static readonly TimeSpan BeatInterval = TimeSpan.FromMilliseconds(500);

    public static async Task HandleAsync(HttpContext context, EndpointRuntime endpoint, string transport, IFrameFormat format)
    {
        var attached = await AttachAsync(context, endpoint, transport, format).ConfigureAwait(false);
        if (attached is not { } attachment)
        {
            return;
        }

        var (session, connection, wire, isProbe) = attachment;
        var code = CloseCode.None;
        try
        {
            if (isProbe)
            {
                _ = BeatAsync(session, connection, endpoint.Time);
            }

            code = await HeldResponse.RunAsync(context, endpoint, session, connection, format, wire).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, code);
        }
    }

    private static async Task<(Session Session, Connection Connection, WireAccount? Wire, bool IsProbe)?> AttachAsync(
        HttpContext context, EndpointRuntime endpoint, string transport, IFrameFormat format)
    {
        using var request = await SdkRequest.ReadAsync(context, endpoint).ConfigureAwait(false);
        var fault = request.Fault;
        Connection? connection = null;
        WireAccount? wire = null;
        if (fault == CloseCode.None)
        {
            wire = endpoint.Wire.Attribute(context, request.Session, transport, request.Attach.Mode == AttachMode.Probe);
            wire?.Up(request.Frames);
            var wanted = new ConnectionRequest(transport, ReaderMode.Downstream, static state => ((HttpContext)state).Abort(), context);
            fault = request.Attach.Mode == AttachMode.Send ? CloseCode.AttachRequired : request.Session.Attach(request.Attach, wanted, out connection);
        }

        if (fault == CloseCode.None && request.HasFrames)
        {
            fault = request.Receive(null, mayCarryMessages: request.Attach.Mode == AttachMode.Take, out _);
        }

        if (fault == CloseCode.None)
        {
            return (request.Session, connection!, wire, request.Attach.Mode == AttachMode.Probe);
        }

        if (fault == CloseCode.Stale)
        {
            await SendExchange.AnswerAsync(context, endpoint, request, CloseCode.Stale, format).ConfigureAwait(false);
            return null;
        }

        if (connection is not null)
        {
            request.Session.Detach(connection, fault);
        }

        await Problem.WriteAsync(context, fault, endpoint).ConfigureAwait(false);
        return null;
    }

    /// <summary>Stamped pings at 0, 500 and 1000 ms, by whose arrival the client sees whether the network holds the stream back.</summary>
    private static async Task BeatAsync(Session session, Connection connection, TimeProvider time)
    {
        for (var beat = 0; beat < 3; beat++)
        {
            if (beat > 0)
            {
                await Task.Delay(BeatInterval, time).ConfigureAwait(false);
            }

            session.Beat(connection, time.GetElapsedTime(connection.AttachedAt));
        }
    }
}
