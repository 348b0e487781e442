using MultiTransport.Protocol;

namespace MultiTransport;

public sealed partial class Session
{
    /// <summary>One step of the shared sweep: everything that time does to this session.</summary>
    internal void Sweep(long now)
    {
        if (IsExpired(now))
        {
            Abort(Bus.Completed?.Code ?? CloseCode.SessionUnknown, "The session expired.");
            return;
        }

        if (AreCredentialsExpired)
        {
            ExpireCredentials();
        }

        SweepConnection(_active, now);
        if (Network is { } network && _active is { HoldUntil: 0, Reader.Mode: ReaderMode.Duplex or ReaderMode.Downstream } active)
        {
            Learn(network, active, now);
        }

        if (_candidate is { } candidate)
        {
            if (now - candidate.AttachedAt >= EndpointRuntime.Ticks(Options.ProbeTimeout))
            {
                End(candidate, new CloseReason(CloseCode.ProbeExpired, ""));
            }
            else
            {
                SweepConnection(candidate, now);
            }
        }
    }

    /// <summary>Ends one connection with a code; the session stays.</summary>
    internal void End(Connection connection, CloseReason reason)
    {
        BusReader? wake;
        TransitionEffects effects;
        lock (Bus.Gate)
        {
            effects = Apply(new SessionEvent(SessionEventKind.Leave, connection.Number), null, 0);
            connection.Reader.End(reason);
            wake = connection.Reader.TryTakeWaiter() ? connection.Reader : null;
        }

        effects.Settle();
        wake?.Wake(inline: false);
    }

    /// <summary>Writes a stamped ping on a connection that is being proven.</summary>
    internal void Beat(Connection connection, TimeSpan elapsed)
    {
        Span<byte> stamp = stackalloc byte[Varint.MaxLength];
        Ping(connection, stamp[..Varint.Write(stamp, (long)elapsed.TotalMilliseconds)]);
    }

    /// <summary>Whether the credentials that opened the session expired, where the endpoint minds that.</summary>
    internal bool AreCredentialsExpired =>
        Options.OnCredentialExpiry != CredentialExpiry.Ignore && _owner.Expires is { } expires && Time.GetUtcNow() >= expires;

    /// <summary>Since when no connection has carried messages; null while one does, or when the session is over.</summary>
    internal long? DetachedSince
    {
        get
        {
            lock (Bus.Gate)
            {
                return _state.Active == 0 && _state.Phase != SessionPhase.Closed ? _detachedSince : null;
            }
        }
    }

    private bool IsExpired(long now)
    {
        lock (Bus.Gate)
        {
            Bus.Log.Trim();
            if (_state.Phase == SessionPhase.Closed || _state.Active != 0)
            {
                return false;
            }

            return now - _detachedSince >= Life();
        }
    }

    /// <summary>How long the session lives without a connection. Where nothing came back yet it may be a prefetcher's: then no longer than its connection was held, but for a minimum.</summary>
    private long Life()
    {
        var resume = EndpointRuntime.Ticks(Options.Resume);
        var least = EndpointRuntime.Ticks(_isKeyed ? Options.NegotiateKeyLife : Options.UnprovenResume);
        return _isProven ? resume : Math.Min(resume, Math.Max(least, _lastAttachment));
    }

    private void ExpireCredentials()
    {
        if (Options.OnCredentialExpiry == CredentialExpiry.Close)
        {
            Abort(CloseCode.CredentialsExpired, "The credentials that opened the session expired.");
            return;
        }

        foreach (var connection in new[] { _active, _candidate })
        {
            if (connection is not null)
            {
                End(connection, new CloseReason(CloseCode.Reauthenticate, ""));
            }
        }
    }

    private void SweepConnection(Connection? connection, long now)
    {
        if (connection is null)
        {
            return;
        }

        if (connection.WriteStarted is var started and not 0 && now - started >= EndpointRuntime.Ticks(Options.WriteTimeout))
        {
            Cut(connection, CloseCode.WriteTimeout);
        }
        else if (connection.HoldUntil != 0)
        {
            if (now >= connection.HoldUntil)
            {
                connection.Reader.ReleaseWait();
            }
        }
        else
        {
            Beat(connection, now);
        }
    }

    /// <summary>Ends a connection that does not read any more.</summary>
    private void Cut(Connection connection, CloseCode code)
    {
        End(connection, new CloseReason(code, ""));
        lock (Bus.Gate)
        {
            connection.Abort(code);
        }
    }

    private void Beat(Connection connection, long now)
    {
        var heartbeat = EndpointRuntime.Ticks(Options.Heartbeat);
        var isNative = connection.Reader.Mode is ReaderMode.Native;
        if (connection.Reader.Mode is ReaderMode.AtMostOnce)
        {
            return;
        }

        var patience = heartbeat;
        if (Network?.KeepAlive is { } learnt && learnt < Options.Heartbeat)
        {
            patience = EndpointRuntime.Ticks(learnt);
            if (connection.Reader.Mode == ReaderMode.Downstream)
            {
                KeepAlive(connection, now, patience);
                patience = heartbeat; // the ping would cost the client a POST each time
            }
        }

        var seen = SeenOn(connection);
        if (connection.PingedAt != 0 && seen < connection.PingedAt)
        {
            if (now - connection.PingedAt >= 2 * heartbeat)
            {
                Cut(connection, CloseCode.HeartbeatMissed);
            }

            return;
        }

        var silentSince = isNative ? connection.LastWrite : seen;
        if (now - silentSince >= patience)
        {
            NoteQuiet(connection, now - seen);
            connection.PingedAt = isNative ? 0 : now;
            connection.LastWrite = now;
            Ping(connection, default);
        }
    }

    /// <summary>When the client last gave a sign of life on it. Of one that goes down only, signs come by other requests.</summary>
    private long SeenOn(Connection connection) => connection.Reader.Mode == ReaderMode.Duplex ? connection.LastSeen : Math.Max(connection.LastSeen, _lastSeen);

    private void Ping(Connection connection, ReadOnlySpan<byte> payload)
    {
        BusReader? wake;
        lock (Bus.Gate)
        {
            connection.Reader.Ping(payload);
            wake = connection.Reader.TryTakeWaiter() ? connection.Reader : null;
        }

        wake?.Wake(inline: false);
    }
}
