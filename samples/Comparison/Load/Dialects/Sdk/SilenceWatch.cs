namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 13.6: silent for 1.25 heartbeats is pinged, for 1.75 is dead.</summary>
internal sealed class SilenceWatch(ClientSetup setup, Action<bool> onSilence)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly long _heartbeat = MonotonicClock.Of(setup.Heartbeat);
    private long _lastByte;
    private bool _isRunning;
    private bool _isPinged;

    public void Start()
    {
        if (_heartbeat == 0 || _isRunning)
        {
            return;
        }

        _isRunning = true;
        OnByte();
        setup.Loop.After(Step, Look);
    }

    public void OnByte()
    {
        _lastByte = MonotonicClock.Now;
        _isPinged = false;
    }

    private void Look()
    {
        var silent = MonotonicClock.Now - _lastByte;
        if (silent >= _heartbeat * 7 / 4)
        {
            _isRunning = false;
            onSilence(true);
            return;
        }

        if (silent >= _heartbeat * 5 / 4 && !_isPinged)
        {
            _isPinged = true;
            onSilence(false);
        }

        setup.Loop.After(Step, Look);
    }
}
