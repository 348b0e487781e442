using Microsoft.AspNetCore.Http;
using MultiTransport.Protocol;

namespace MultiTransport.AspNetCore.WebSockets;

/// <summary>What is wrong with an upgrade that the framework does not take for a WebSocket (RFC 6455, section 4.2), told as RFC 6455 and RFC 9110 want it.</summary>
internal static class Handshake
{
    private const string Version = "13";

    /// <summary>Answers a request that is no acceptable WebSocket handshake; false when it is one.</summary>
    public static async Task<bool> RefuseAsync(HttpContext context, EndpointRuntime endpoint)
    {
        if (context.WebSockets.IsWebSocketRequest)
        {
            return false;
        }

        var headers = context.Request.Headers;
        var upgrade = headers.Upgrade.ToString();
        var version = headers.SecWebSocketVersion.ToString();
        if (upgrade.Length == 0)
        {
            endpoint.Log.UpgradeArrived(context);
            context.Response.Headers.Upgrade = "websocket";
            context.Response.Headers.Connection = "Upgrade, keep-alive"; // a Connection of the application's that does not say so makes Kestrel close
            await Problem.WriteAsync(
                context, StatusCodes.Status426UpgradeRequired, "upgrade-required", "This path is for WebSockets; the request arrived without Upgrade. A proxy may have removed it.", CloseAction.Resume).ConfigureAwait(false);
        }
        else if (!upgrade.Equals("websocket", StringComparison.OrdinalIgnoreCase))
        {
            await Problem.WriteAsync(context, StatusCodes.Status400BadRequest, "upgrade-unknown", $"Upgrade: {LogText.Clean(upgrade)} is not supported; accepted is websocket.").ConfigureAwait(false);
        }
        else if (!string.Equals(version, Version, StringComparison.Ordinal))
        {
            context.Response.Headers.SecWebSocketVersion = Version;
            await Problem.WriteAsync(
                context, StatusCodes.Status426UpgradeRequired, "websocket-version", $"Sec-WebSocket-Version: {LogText.Clean(version)} is not supported; accepted is {Version}.").ConfigureAwait(false);
        }
        else
        {
            endpoint.Log.UpgradeArrived(context);
            await Problem.WriteAsync(
                context, StatusCodes.Status400BadRequest, "handshake-malformed", "The handshake needs GET, Connection: Upgrade and a Sec-WebSocket-Key of 16 bytes in base64 (RFC 6455, section 4.1).").ConfigureAwait(false);
        }

        return true;
    }
}
