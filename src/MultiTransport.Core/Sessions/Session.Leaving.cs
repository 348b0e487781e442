using MultiTransport.Protocol;

namespace MultiTransport;

/// <content>The way out when the server shuts down.</content>
public sealed partial class Session
{
    private static readonly CloseReason ShuttingDown = new(CloseCode.GoingAway, "The server is shutting down.");

    private bool _isPolling;

    /// <summary>Whether the client has no connection and is not between two polls either.</summary>
    internal bool IsAway
    {
        get
        {
            lock (Bus.Gate)
            {
                return _state.Active == 0 && !_isPolling;
            }
        }
    }

    internal bool HasNothingUnacknowledged
    {
        get
        {
            lock (Bus.Gate)
            {
                return IsSettled;
            }
        }
    }

    /// <summary>Gate held. Native clients never acknowledge: theirs is settled when it is written.</summary>
    private bool IsSettled => (_isNative ? Bus.Log.PendingCount : Bus.Log.Count) == 0 && Upstream.Handled == Upstream.Received;

    /// <summary>Pings an SDK client that has not acknowledged everything: a client acks with anything that it sends, its pong too.</summary>
    internal void AskForAck()
    {
        if (_active is { HoldUntil: 0, Reader.Mode: ReaderMode.Duplex or ReaderMode.Downstream } active && !HasNothingUnacknowledged)
        {
            Ping(active, default);
        }
    }

    /// <summary>Ends the session if it can go now, or must.</summary>
    /// <param name="departure">Where it stands on its way out.</param>
    /// <param name="patience">A client that was away for so long is not waited for.</param>
    /// <param name="isTimeUp">Whether it must go.</param>
    internal DrainOutcome TryLeave(Departure departure, TimeSpan patience, bool isTimeUp)
    {
        DrainOutcome outcome;
        lock (Bus.Gate)
        {
            outcome = Leaving(departure, patience, isTimeUp);
        }

        if (outcome is DrainOutcome.Told or DrainOutcome.Away or DrainOutcome.Cut)
        {
            Abort(ShuttingDown.Code, ShuttingDown.Text);
        }

        return outcome;
    }

    private DrainOutcome Leaving(Departure departure, TimeSpan patience, bool isTimeUp)
    {
        if (_state.Phase == SessionPhase.Closed)
        {
            return Bus.Completed?.Code == CloseCode.GoingAway ? DrainOutcome.Told : DrainOutcome.Ended;
        }

        var isGone = _state.Active == 0 && Time.GetElapsedTime(_detachedSince) >= patience;
        if (!IsSettled)
        {
            return isTimeUp || isGone ? DrainOutcome.Cut : DrainOutcome.Waiting;
        }

        if (_state.Active != 0)
        {
            return departure.ToldAfter is null || isTimeUp ? DrainOutcome.Told : DrainOutcome.Waiting;
        }

        if (departure.ToldAfter < _lastConnection)
        {
            return DrainOutcome.Told; // the poll that came since has brought it the close
        }

        if (isTimeUp || isGone || !_isPolling)
        {
            return DrainOutcome.Away;
        }

        departure.ToldAfter ??= _lastConnection;
        Bus.Complete(ShuttingDown);
        return DrainOutcome.Waiting;
    }
}
