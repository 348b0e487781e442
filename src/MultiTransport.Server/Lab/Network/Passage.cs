using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.Server.Lab.Network;

/// <summary>One request on its way through a viewer's network.</summary>
internal sealed class Passage(HttpContext context, SimulatedNetwork network)
{
    // Kestrel's own: a transport may put something in its place that waits before it cuts.
    private readonly IHttpRequestLifetimeFeature _request = context.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>();
    private long _lastByte = network.Time.GetTimestamp();
    private readonly Lock _gate = new();
    private volatile bool _isCut;
    private bool _isOver;

    /// <summary>Is called when the conditions are others than before.</summary>
    public Action? Reconsider { get; set; }

    /// <summary>The token of it comes a little later.</summary>
    public bool IsCut => _isCut;

    public SimulatedNetwork Network => network;

    public NetworkConditions Conditions => network.Conditions;

    public CancellationToken Aborted { get; } = context.RequestAborted;

    /// <summary>How long no byte came or went.</summary>
    public TimeSpan Silence => network.Time.GetElapsedTime(Volatile.Read(ref _lastByte));

    /// <summary>A byte came or went.</summary>
    public void Touch() => Volatile.Write(ref _lastByte, network.Time.GetTimestamp());

    /// <summary>Ends the connection without a word, over HTTP/2 the stream.</summary>
    public void Cut()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _isCut = true;
                _request.Abort();
            }
        }
    }

    /// <summary>The request is over; its connection may already serve another, which is not to be cut for it.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }

    /// <summary>What something takes that leaves now.</summary>
    public TimeSpan Delay()
    {
        var (delay, jitter) = (Conditions.Delay, Conditions.Jitter);
        return TimeSpan.FromMilliseconds(jitter == 0 ? delay : delay + Random.Shared.Next(jitter + 1));
    }

    /// <summary>Waits as long as something takes that leaves now.</summary>
    public async ValueTask DelayAsync()
    {
        if (Delay() is { Ticks: > 0 } delay)
        {
            await Task.Delay(delay, network.Time, Aborted).ConfigureAwait(false);
        }
    }
}
