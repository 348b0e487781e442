namespace MultiTransport.AspNetCore;

/// <summary>How often one session's failures are logged: a client that has the handler fail again and again fills no disk, and hides nobody else's.</summary>
internal sealed class FaultPace
{
    /// <summary>So many are logged in each <see cref="Window"/>; the next one that is says how many were not.</summary>
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private long _begun;
    private int _logged;
    private int _unlogged;

    /// <summary>Whether this one is logged, and how many before it were not.</summary>
    public bool Takes(TimeProvider time, out int unlogged)
    {
        lock (_gate)
        {
            if (_logged == 0 || time.GetElapsedTime(_begun) >= Window)
            {
                (_begun, _logged) = (time.GetTimestamp(), 0);
            }

            if (_logged == Most)
            {
                unlogged = ++_unlogged;
                return false;
            }

            _logged++;
            (unlogged, _unlogged) = (_unlogged, 0);
            return true;
        }
    }
}
