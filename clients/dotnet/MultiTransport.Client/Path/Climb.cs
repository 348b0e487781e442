using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>Which rung is tried when: best first, one at a time, and the next one beside a handshake that hangs (PROTOCOL.md, section 13.3).</summary>
internal sealed class Climb
{
    private readonly SessionCore _core;
    private readonly Alarm _again;
    private readonly List<Trial> _trials = [];
    private TimeSpan _wakeAt;

    public Climb(SessionCore core)
    {
        _core = core;
        _again = core.Alarms.New(static () => { }); // the turn looks again by itself
    }

    /// <summary>Whether this rung can be tried now or is being tried or used: the client may use it, the server has it, no verdict holds.</summary>
    public bool MayYet(string rung) => _core.Ladder.Has(rung) && !_core.Verdicts.Holds(rung);

    /// <summary>Begins what is due.</summary>
    public void Consider()
    {
        _trials.ForEach(static trial => trial.Consider());
        var board = _core.Board;
        if (!_core.IsLive || _core.Renewer.IsBusy || board.Active is null || board.IsSettling)
        {
            return;
        }

        if (_trials.Count == 0 && board.Active.Transport == (board.Wish ?? _core.Ladder.Rungs[0]))
        {
            Wake(null); // the usual case, at the end of every turn: there is nothing to climb to
            return;
        }

        var wanted = Wanted().ToList();
        foreach (var rung in wanted.Where(rung => !_core.Verdicts.Holds(rung)))
        {
            if (_trials.Exists(trial => trial.Rung == rung))
            {
                continue;
            }

            if (_trials.Count == 0 || (_trials is [{ IsOpen: false } hanging] && IsSlow(hanging) && _core.Ladder.IsAbove(hanging.Rung, rung)))
            {
                Begin(rung);
            }

            break;
        }

        Wake(_trials is [{ IsOpen: false } young] && !IsSlow(young) ? young.Begun + Slow : _core.Now + _core.Verdicts.Until(wanted));
    }

    /// <summary>A handshake opened at last: its attach ends the other probe at the server.</summary>
    public void Opened(Trial trial)
    {
        foreach (var other in _trials.Where(other => other != trial).ToArray())
        {
            other.Overtake($"{trial.Rung} opened.");
        }
    }

    public void Ended(Trial trial) => _trials.Remove(trial);

    public void Failed(string rung, string reason, string detail)
    {
        _core.Verdicts.Failed(rung, reason);
        _core.Uplink.ConsiderBlocking();
        _core.Board.Wishes.Failed(rung, reason, detail);
    }

    /// <summary>Ends every try that is no better than this rung; with null all of them.</summary>
    public void CallOff(string? rung, string why)
    {
        foreach (var trial in _trials.Where(trial => rung is null || !_core.Ladder.IsAbove(trial.Rung, rung)).ToArray())
        {
            trial.Overtake(why);
        }
    }

    private void Wake(TimeSpan? at)
    {
        if (at is not { } when)
        {
            _again.Clear();
        }
        else if (!_again.IsSet || (when - _wakeAt).Duration() > TimeSpan.FromMilliseconds(10))
        {
            _wakeAt = when;
            _again.Set(when - _core.Now);
        }
    }

    private TimeSpan Slow => _core.Rtt.AtLeast(TimeSpan.FromMilliseconds(300), 2);

    private bool IsSlow(Trial trial) => _core.Now - trial.Begun >= Slow;

    private IEnumerable<string> Wanted()
    {
        var active = _core.Board.Active!.Transport;
        return _core.Board.Wish is { } wish
            ? wish == active ? [] : _core.Ladder.Rungs.Where(rung => rung == wish)
            : _core.Ladder.Above(active);
    }

    private void Begin(string rung)
    {
        if (TransportTable.Find(rung) is { } transport)
        {
            var trial = new Trial(_core, transport, _core.Terms.PathOf(rung));
            _trials.Add(trial);
            trial.Start();
        }
        else if (rung == TransportNames.LongPolling && _core.Board.Poller is { } poller)
        {
            poller.TryHold();
        }
    }
}
