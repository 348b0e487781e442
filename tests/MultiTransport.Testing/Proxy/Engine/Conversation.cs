namespace MultiTransport.Testing;

/// <summary>What a connection is for: requests one after another, each through the faults, until an end of it is over or it becomes a tunnel.</summary>
internal sealed class Conversation(ProxiedConnection connection, SocketInbox client, ProxyLane up, ProxyLane down)
{
    private OriginConnection? _origin;
    private Task _upload = Task.CompletedTask;
    private bool _ended;

    private CancellationToken Life => connection.Life;

    public async Task RunAsync()
    {
        while (await NextHeadAsync().ConfigureAwait(false) is { } head)
        {
            if (!head.StartLine.EndsWith("HTTP/1.1", StringComparison.Ordinal) || head.Method == "CONNECT")
            {
                connection.MakePlan(null);
                await TunnelAsync(head.ToBytes()).ConfigureAwait(false);
                return;
            }

            if (!await ServeAsync(head).ConfigureAwait(false))
            {
                return;
            }
        }

        connection.MakePlan(null);
        if (_ended)
        {
            return;
        }

        if (!client.IsDrained)
        {
            await TunnelAsync(null).ConfigureAwait(false);
        }
        else
        {
            await down.FinishAsync().ConfigureAwait(false); // everything was answered
            DropOrigin();
        }
    }

    /// <summary>The end of what the server said, passed on.</summary>
    public Task FinishAsync() => QuietlyAsync(down.FinishAsync());

    /// <summary>Waits until both ends are over, however they do it.</summary>
    public async Task LingerAsync()
    {
        await QuietlyAsync(_upload).ConfigureAwait(false);
        await QuietlyAsync(client.DiscardAsync(Life)).ConfigureAwait(false);
        if (_origin is { } origin)
        {
            await QuietlyAsync(origin.Inbox.Ended.WaitAsync(Life)).ConfigureAwait(false);
        }
    }

    /// <summary>The client said FIN, or all that it will say was read: a server that waits for more hears of it.</summary>
    public async Task ClientFinishedAsync()
    {
        if (!connection.IsUpgraded && client.IsDrained && _upload.IsCompleted && _origin is { IsBusy: true })
        {
            await QuietlyAsync(up.FinishAsync()).ConfigureAwait(false);
        }
    }

    private async Task<HttpHead?> NextHeadAsync()
    {
        var next = client.ReadHeadAsync(Life).AsTask();
        if (_origin is not { } origin || await Task.WhenAny(next, origin.Inbox.Ended).ConfigureAwait(false) == next || next.IsCompleted)
        {
            return await next.ConfigureAwait(false);
        }

        // The server ended a connection without a request on it.
        if (await origin.Inbox.Ended.ConfigureAwait(false) == CutKind.Reset)
        {
            throw new CutException(CutKind.Reset);
        }

        await down.FinishAsync().ConfigureAwait(false);
        _ended = true;
        await next.ConfigureAwait(false);
        return null;
    }

    /// <summary>Returns whether another request may follow.</summary>
    private async Task<bool> ServeAsync(HttpHead head)
    {
        var request = connection.Begin(head);
        _upload = Task.CompletedTask;
        using var exchange = new Exchange(
            connection, request, new InboxBody(client, HttpBody.OfRequest(head)), interim => down.WriteAsync(interim.ToBytes()));
        var answer = await connection.PassAsync(exchange, () => ForwardAsync(exchange)).ConfigureAwait(false);
        connection.IsUpgraded = answer.IsUpgrade;
        await down.WriteAsync(answer.Head.ToBytes()).ConfigureAwait(false);
        if (answer.IsUpgrade)
        {
            await new Tunnel(connection, client, _origin!, down, request).RunAsync().ConfigureAwait(false);
            return false;
        }

        await HttpWriter.WriteBodyAsync(down, answer.Framing, answer.Body, Life).ConfigureAwait(false);
        return await EndAsync(exchange, answer).ConfigureAwait(false);
    }

    private async Task<bool> EndAsync(Exchange exchange, Answer answer)
    {
        var closes = answer.Closes || exchange.Request.Head.HasToken("Connection", "close");
        if (closes)
        {
            await down.FinishAsync().ConfigureAwait(false);
        }

        if (closes || _origin is { IsReusable: false })
        {
            DropOrigin();
        }

        await _upload.ConfigureAwait(false);
        if (closes)
        {
            await client.DiscardAsync(Life).ConfigureAwait(false);
            return false;
        }

        await Bodies.DiscardAsync(exchange.Original, Life).ConfigureAwait(false);
        return true;
    }

    private async Task<Answer> ForwardAsync(Exchange exchange)
    {
        if (exchange.OutlivesClient)
        {
            await exchange.BufferAsync().ConfigureAwait(false);
            var shot = exchange.Shoot();
            await shot.Sent.WaitAsync(Life).ConfigureAwait(false);
            exchange.WasSent();
            return (await shot.Answer.WaitAsync(Life).ConfigureAwait(false)).Give();
        }

        if (_origin is { IsReusable: false })
        {
            DropOrigin();
        }

        var origin = await OpenAsync().ConfigureAwait(false);
        exchange.Rewind();
        _upload = UploadAsync(origin, exchange);
        return await origin.ReadAnswerAsync(exchange.Head.Method, interim => down.WriteAsync(interim.ToBytes()), Life).ConfigureAwait(false);
    }

    private async Task UploadAsync(OriginConnection origin, Exchange exchange)
    {
        await Task.Yield();
        try
        {
            await origin.SendAsync(exchange.Head, exchange.Framing, exchange.Body, Life).ConfigureAwait(false);
            exchange.WasSent();
        }
        catch (CutException cut)
        {
            if (cut.Kind == CutKind.Finish)
            {
                await QuietlyAsync(up.FinishAsync()).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (ProxiedConnection.IsEnd(error))
        {
            // The server takes no more of it; whether that matters is told by its answer.
            await QuietlyAsync(Bodies.DiscardAsync(exchange.Original, Life)).ConfigureAwait(false);
        }
        finally
        {
            exchange.WasSent();
        }

        if (client.IsDrained)
        {
            await QuietlyAsync(up.FinishAsync()).ConfigureAwait(false);
        }
    }

    private async Task TunnelAsync(byte[]? head)
    {
        connection.IsUpgraded = true;
        var origin = await OpenAsync().ConfigureAwait(false);
        await up.WriteAsync(head ?? []).ConfigureAwait(false);
        await new Tunnel(connection, client, origin, down, null).RunAsync().ConfigureAwait(false);
    }

    private async Task<OriginConnection> OpenAsync()
    {
        if (_origin is null)
        {
            _origin = await OriginConnection.ConnectAsync(connection.Proxy.TargetPort, up, Life).ConfigureAwait(false);
            connection.Own(_origin);
        }

        return _origin;
    }

    private void DropOrigin()
    {
        if (_origin is { } origin)
        {
            _origin = null;
            connection.Own(null);
            connection.Proxy.Track(origin.CloseAsync());
        }
    }

    private static async Task QuietlyAsync(Task task)
    {
        try
        {
            await task.ConfigureAwait(false);
        }
        catch (Exception error) when (error is CutException || ProxiedConnection.IsEnd(error))
        {
            // over already
        }
    }
}
