namespace MultiTransport.Testing;

/// <summary>Bytes both ways until both ends said that they are over: an accepted upgrade, a CONNECT, or what is no HTTP.</summary>
internal sealed class Tunnel(ProxiedConnection connection, SocketInbox client, OriginConnection origin, ProxyLane down, ProxiedRequest? upgrade)
{
    public Task RunAsync() => Task.WhenAll(
        PumpAsync(client, origin.Lane, ProxyDirection.Up), PumpAsync(origin.Inbox, down, ProxyDirection.Down));

    private async Task PumpAsync(SocketInbox from, ProxyLane to, ProxyDirection direction)
    {
        var isWebSocket = string.Equals(upgrade?.Head["Upgrade"], "websocket", StringComparison.OrdinalIgnoreCase);
        var frames = new WebSocketFrames(isWebSocket);
        var index = 0;
        try
        {
            while (await from.ReadAsync(connection.Life).ConfigureAwait(false) is { IsEmpty: false } bytes)
            {
                foreach (var frame in frames.Split(bytes))
                {
                    await to.WriteAsync(Judge(new TunnelFrame(direction, index++, frame, isWebSocket))).ConfigureAwait(false);
                }
            }

            await to.WriteAsync(frames.Flush()).ConfigureAwait(false);
            await to.FinishAsync().ConfigureAwait(false);
        }
        catch (Exception error) when (error is CutException || ProxiedConnection.IsEnd(error))
        {
            connection.EndSeen();
        }
    }

    private byte[] Judge(TunnelFrame frame)
    {
        foreach (var fault in connection.Active.OfType<FrameFault>().Where(fault => upgrade is null || fault.Where(upgrade)))
        {
            if (fault.Judge(frame) is not { } bytes)
            {
                connection.Cut(fault.Cut);
                return [];
            }

            frame = frame with { Bytes = bytes };
        }

        return frame.Bytes;
    }
}
