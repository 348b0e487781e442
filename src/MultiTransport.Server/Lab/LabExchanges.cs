namespace MultiTransport.Server.Lab;

/// <summary>A viewer's recent HTTP requests to the captured transports. Older ones give way to newer ones, and those that are over to those that are not.</summary>
internal sealed class LabExchanges
{
    private readonly Lock _gate = new();
    private readonly List<LabExchange> _all = [];
    private int _count;
    private bool _isClosed;

    /// <summary>Follows the request from now on, until its answer has been written.</summary>
    /// <param name="context">The request.</param>
    /// <param name="target">Its target as it is shown.</param>
    /// <param name="clock">The viewer's clock.</param>
    public void Follow(HttpContext context, string target, Func<double> clock)
    {
        var wire = new LabWire(context.Request, target, clock);
        var isShown = context.TryCaptureWire(wire);
        LabExchange exchange;
        lock (_gate)
        {
            exchange = new LabExchange(++_count, clock(), wire, isShown, context.Abort);
            _all.Add(exchange);
            KeepTheRecent();
        }

        context.Response.OnCompleted(() =>
        {
            exchange.End();
            return Task.CompletedTask;
        });
        if (_isClosed)
        {
            exchange.Abort();
        }
    }

    public IReadOnlyList<LabExchanged> Read()
    {
        lock (_gate)
        {
            KeepTheRecent(); // those that are held have grown
            return [.. _all.Select(static exchange => exchange.Read())];
        }
    }

    /// <summary>The page has gone: what is held for it ends.</summary>
    public void Close()
    {
        LabExchange[] all;
        lock (_gate)
        {
            _isClosed = true;
            all = [.. _all];
            _all.Clear();
        }

        foreach (var exchange in all)
        {
            exchange.Abort();
            exchange.Forget();
        }
    }

    private void KeepTheRecent()
    {
        while (_all.Count > LabLimits.Exchanges || (_all.Count > 1 && _all.Sum(static one => one.Kept) > LabLimits.ExchangedBytes))
        {
            var index = Math.Max(0, _all.FindIndex(static exchange => exchange.IsOver));
            _all[index].Forget();
            _all.RemoveAt(index);
        }
    }
}
