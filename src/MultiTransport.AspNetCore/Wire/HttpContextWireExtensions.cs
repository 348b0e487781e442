using Microsoft.AspNetCore.Http;
using MultiTransport.AspNetCore.Wire;

namespace MultiTransport;

/// <summary>Shows the bytes of a request.</summary>
public static class HttpContextWireExtensions
{
    /// <summary>
    /// Shows <paramref name="capture"/> the bytes that this request's connection carries from now until the request is over: a WebSocket's frames, the request's body
    /// as it is read, a response with its head. What was read before, the request's head, is not among them. False, and nothing is shown, where nothing is counted (<c>UseWireAccounting</c>) or the
    /// connection carries other requests at the same time (HTTP/2, HTTP/3). A connection that nobody captures pays one look at a field.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="capture">Is called on the threads that read and write the connection.</param>
    public static bool TryCaptureWire(this HttpContext context, IWireCapture capture)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(capture);
        if (context.Features.Get<WireConnection>() is not { } connection || !HttpProtocol.IsHttp11(context.Request.Protocol))
        {
            return false;
        }

        var (reader, writer) = (connection.Top.Reader, connection.Top.Writer);
        (reader.Capture, writer.Capture) = (capture, capture);
        context.Response.OnCompleted(() =>
        {
            (reader.Capture, writer.Capture) = (null, null);
            return Task.CompletedTask;
        });
        return true;
    }
}
