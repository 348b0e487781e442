using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>What carries the session, and how that changes: taking the floor, promoting what is proven, falling when it ends (PROTOCOL.md, sections 13.3 and 13.4).</summary>
internal sealed class Switchboard(SessionCore core)
{
    private const string SilentCode = "silent";
    private static readonly TimeSpan Young = TimeSpan.FromSeconds(5);

    private readonly List<IWay> _retiring = [];
    private Promotion? _promotion;
    private HeldTake? _take;
    private string? _silenced;

    public IWay? Active { get; private set; }

    public Poller? Poller => Active as Poller;

    public bool IsPromoting => _promotion is not null;

    /// <summary>A promotion is under way, or a held transport is being taken.</summary>
    public bool IsSettling => _promotion is not null || _take is not null;

    /// <summary>The transport that the application asked for, or null for the best.</summary>
    public string? Wish => Wishes.Transport;

    public Wishes Wishes { get; } = new(core);

    /// <summary>The rung that is taken without proof.</summary>
    private string Floor
    {
        get
        {
            if (Wish is { } wish && core.Ladder.Has(wish) && TransportTable.Find(wish) is null)
            {
                return wish;
            }

            var floor = core.Ladder.Floor;
            return floor == TransportNames.LongPolling && core.Verdicts.Holds(floor) && core.Ladder.Has(TransportNames.ShortPolling)
                ? TransportNames.ShortPolling
                : floor;
        }
    }

    /// <summary>What came with negotiate came by the floor, for whoever asks; a floor that is held has yet to be attached.</summary>
    public void ShowFloor(string why)
    {
        if (TransportTable.Find(Floor) is null)
        {
            core.Status.Move(Floor, why);
        }
    }

    public void TakeFloor(string why)
    {
        var floor = Floor;
        if (TransportTable.Find(floor) is { } transport)
        {
            TakeHeld(transport, why, mayFall: false);
            return;
        }

        if (Poller is { } poller && poller.Transport == floor)
        {
            poller.Resume();
            return;
        }

        Retire();
        Activate(new Poller(core, floor), why);
    }

    /// <summary>A candidate is proven: it becomes the active way if the server says so in time.</summary>
    public void Promote(Attachment candidate, TimeSpan begun)
    {
        Poller?.Pause();
        _promotion = new Promotion(core, candidate, begun, Promoted);
        _promotion.Start();
    }

    /// <summary>A transport that was active without a break is so under another name.</summary>
    public void Became(IWay way, string why)
    {
        core.Counters.Taken(way.Transport);
        if (way is Client.Poller)
        {
            core.Verdicts.Forget(way.Transport); // an attachment has to live for a while first: Probation
        }

        core.Status.Move(way.Transport, why);
        Wishes.Fulfilled(way.Transport);
    }

    /// <summary>Held polls do not come through.</summary>
    public void HoldFailed(Poller poller, CarrierEnd end)
    {
        core.Verdicts.Failed(TransportNames.LongPolling, end.Code);
        Wishes.Failed(TransportNames.LongPolling, end.Code, end.Detail);
        if (poller.Transport == TransportNames.LongPolling && Floor != poller.Transport)
        {
            poller.Become(Floor);
            Became(poller, $"Held polls fail: {end.Detail}");
        }
    }

    /// <summary>The active connection ended.</summary>
    public void Ended(Attachment way, CarrierEnd end)
    {
        if (way != Active || core.Life.Obey(end))
        {
            return;
        }

        core.Reports.Ended(way, end, core.Now);

        // Silence is believed long after it began: a dead connection lived up to its last byte.
        var isSilent = end.Code == SilentCode;
        var since = (isSilent ? way.LastByte : core.Now) - (way.ActiveSince ?? core.Now);
        var isSilentAgain = isSilent && _silenced == way.Transport;
        var isCrossing = end.Is(CloseCode.Superseded) || end.Is(CloseCode.Stale); // by another attachment of ours: it says nothing of the rung
        if (isSilent)
        {
            _silenced = way.Transport;
        }
        else if (since >= Young || !isCrossing)
        {
            _silenced = null;
        }

        var rotates = end.Is(CloseCode.Rotate) && way.IsProven;
        Active = null;
        core.Acks.Repeat(core.Now);
        if (_promotion is not null)
        {
            return; // by the promotion, most likely; if that fails the floor is taken
        }

        if (rotates)
        {
            TakeHeld(TransportTable.Find(way.Transport)!, "rotate", mayFall: true);
            return;
        }

        // One that was on its way when this one was promoted.
        var isCrossed = isCrossing && core.Crossings.Excuse(way.Transport);
        if (since < Young && !isCrossed && !end.Is(CloseCode.Rotate))
        {
            core.Attempts.Add(way.Transport, "probe", since, "failed", "died-young", $"It ended {since.TotalMilliseconds:0} ms after it was taken: {end.Detail}");
            core.Reports.Failed(way.Transport, "died-young", since);
            core.Climb.Failed(way.Transport, "died-young", end.Detail);
        }
        else if (isSilentAgain)
        {
            core.Attempts.Add(way.Transport, "probe", since, "failed", SilentCode, $"It fell silent, as the one before did: {end.Detail}");
            core.Climb.Failed(way.Transport, SilentCode, end.Detail);
        }

        core.Life.Fell(end);
        TakeFloor($"{way.Transport} ended: {(end.Detail.Length > 0 ? end.Detail : end.Code)}");
    }

    /// <summary>The active way shows that it lives.</summary>
    public void Lives()
    {
        if (Active is Attachment attachment)
        {
            Probation.Pong(core, attachment);
        }
    }

    /// <summary>When the floor was last tried.</summary>
    public TimeSpan LastTry => Poller?.Begun ?? _take?.Begun ?? TimeSpan.Zero;

    /// <summary>The next try is worth it now.</summary>
    public void Hurry()
    {
        Poller?.Hurry();
        _take?.Hurry();
    }

    /// <summary>Lets go of everything: the session is lost or over.</summary>
    public void DropAll()
    {
        core.Climb.CallOff(null, "The session ended.");
        _promotion?.Drop();
        _take?.Drop();
        (_promotion, _take) = (null, null);
        Active?.Drop();
        Active = null;
        _retiring.ForEach(static way => way.Drop());
        _retiring.Clear();
    }

    private void Promoted(Promotion promotion, CarrierEnd? failed)
    {
        if (promotion != _promotion)
        {
            return;
        }

        _promotion = null;
        var candidate = promotion.Candidate;
        var took = core.Now - promotion.Begun;
        if (failed is null)
        {
            core.Attempts.Add(candidate.Transport, "probe", took, "ok");
            Retire();
            Activate(candidate, "proven");
            Probation.Begin(core, candidate);
            core.Climb.CallOff(candidate.Transport, $"{candidate.Transport} is active.");
            return;
        }

        if (core.Life.Obey(failed))
        {
            return;
        }

        // Only we can supersede it: by a poll that left before the promotion and arrived after it. That says nothing of the rung, and the poll lives.
        var isOurAct = failed.Is(CloseCode.Superseded) && core.Crossings.Excuse(candidate.Transport);
        core.Attempts.Add(candidate.Transport, "probe", took, isOurAct ? "overtaken" : "failed", failed.Code, failed.Detail);
        if (!isOurAct)
        {
            core.Reports.Failed(candidate.Transport, failed.Code, took);
            core.Climb.Failed(candidate.Transport, failed.Code, failed.Detail);
            Poller?.Restart();
        }

        if (Poller is { } poller)
        {
            poller.Resume();
        }
        else
        {
            TakeFloor($"{candidate.Transport} was not promoted: {failed.Detail}");
        }
    }

    private void TakeHeld(ITransport transport, string why, bool mayFall)
    {
        _take?.Drop();
        _take = new HeldTake(core, transport, why, mayFall, Taken);
        _take.Start();
    }

    private void Taken(HeldTake take, Attachment? attachment, string why)
    {
        if (take != _take)
        {
            return;
        }

        _take = null;
        if (attachment is null)
        {
            TakeFloor(why);
            return;
        }

        Retire();
        Activate(attachment, why);
        attachment.IsProven = true;
    }

    private void Activate(IWay way, string why)
    {
        Active = way;
        if (way is Attachment attachment)
        {
            attachment.ActiveSince = core.Now;
            core.Life.Worked($"{way.Transport} is attached");
        }

        Became(way, why);
    }

    private void Retire()
    {
        if (Active is { } old)
        {
            Active = null;
            core.Acks.Repeat(core.Now); // what was written last may never be read there
            _retiring.RemoveAll(static way => way is Attachment { IsOver: true } or Client.Poller { IsPolling: false });
            _retiring.Add(old);
            old.Retire();
        }
    }
}
