using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore;

/// <summary>What the native held responses have in common: attach at the place, hold, detach.</summary>
internal static class NativeHeldResponse
{
    public static async Task RunAsync(
        HttpContext context, EndpointRuntime endpoint, Session session, NativeAttachment attachment, string transport, IFrameFormat format)
    {
        var wire = endpoint.Wire.Attribute(context, session, transport);
        var wanted = new ConnectionRequest(transport, ReaderMode.Native, static state => ((HttpContext)state).Abort(), context);
        var connection = session.AttachNative(wanted, attachment.Position);
        var code = CloseCode.None;
        try
        {
            code = await HeldResponse.RunAsync(context, endpoint, session, connection, format, wire).ConfigureAwait(false);
        }
        finally
        {
            session.Detach(connection, code);
        }
    }
}
