namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 13.6: tells when a connection was silent for too long, first that it is to be pinged, then that it is dead.</summary>
internal sealed class SilenceWatch(ClientSetup setup, TimeSpan pingAfter, TimeSpan deadAfter, Action<bool> onSilence)
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly long _pingAfter = MonotonicClock.Of(pingAfter);
    private readonly long _deadAfter = MonotonicClock.Of(deadAfter);
    private long _lastByte;
    private bool _isRunning;
    private bool _isPinged;

    public void Start()
    {
        if (setup.Heartbeat == TimeSpan.Zero || _isRunning)
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
        if (silent >= _deadAfter)
        {
            _isRunning = false;
            onSilence(true);
            return;
        }

        if (silent >= _pingAfter && !_isPinged)
        {
            _isPinged = true;
            onSilence(false);
        }

        setup.Loop.After(Step, Look);
    }
}
