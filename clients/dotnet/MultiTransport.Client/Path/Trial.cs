using MultiTransport.Protocol;

namespace MultiTransport.Client;

/// <summary>One rung being tried beside the active way: it ends proven, failed or overtaken (PROTOCOL.md, section 13.3).</summary>
internal sealed class Trial : IAttachmentOwner
{
    private readonly SessionCore _core;
    private readonly IProof _proof;
    private readonly Alarm _look;
    private readonly Attachment _attachment;
    private bool _attachHeld;

    public Trial(SessionCore core, ITransport transport, string path)
    {
        _core = core;
        Rung = transport.Name;
        Begun = core.Now;
        _proof = transport.NewProof(core.Rtt.Value);
        _look = core.Alarms.New(Judge);
        _attachment = transport.New(core, path, AttachMode.Probe, this);
    }

    public string Rung { get; }

    public TimeSpan Begun { get; }

    /// <summary>Whether its attach may go; while a handshake hangs it may not.</summary>
    public bool IsOpen { get; private set; }

    public bool IsOver { get; private set; }

    public void Start()
    {
        _attachment.Start();
        Judge();
    }

    /// <summary>A better rung came first, or the climb is called off: no verdict.</summary>
    public void Overtake(string why)
    {
        if (!IsOver)
        {
            End();
            _attachment.Drop();
            _core.Attempts.Add(Rung, "probe", _core.Now - Begun, "overtaken", "", why);
        }
    }

    /// <summary>What stood in the way of the attach is settled.</summary>
    public void Consider()
    {
        if (_attachHeld && !IsOver && !_core.Board.IsSettling)
        {
            _attachHeld = false;
            Attach();
        }
    }

    void IAttachmentOwner.Opened(Attachment attachment)
    {
        IsOpen = true;
        if (attachment is not WebSocketAttachment)
        {
            return; // its attach is on its way already
        }

        _look.Clear();
        _attachHeld = _core.Board.IsSettling; // the attach would end the candidate that is being promoted
        if (!_attachHeld)
        {
            Attach();
        }
    }

    void IAttachmentOwner.Attached(Attachment attachment, AttachedFrame frame)
    {
        if (frame.Connection != 0)
        {
            _proof.Attached(_core.Now - Begun); // a stale attach attaches nothing; its close follows
            Judge();
        }
    }

    void IAttachmentOwner.Pinged(Attachment attachment, ReadOnlySpan<byte> payload)
    {
        _proof.Ping(_core.Now - Begun, payload);
        Judge();
    }

    void IAttachmentOwner.Ended(Attachment attachment, CarrierEnd end)
    {
        if ((end.Is(CloseCode.Stale) || end.Is(CloseCode.Superseded)) && !IsOver && _core.Crossings.Excuse(Rung))
        {
            Overtake("Its attach and another one crossed on the way."); // the climb tries again
        }
        else if (!IsOver && !_core.Life.Obey(end))
        {
            Fail(end.Code == "no-answer" && IsOpen ? "cut" : end.Code, end.Detail);
        }
    }

    private void Attach()
    {
        _core.Climb.Opened(this);
        _proof.Opened(_core.Now - Begun);
        ((WebSocketAttachment)_attachment).Attach();
        Judge();
    }

    private void Judge()
    {
        if (IsOver)
        {
            return;
        }

        var now = _core.Now - Begun;
        var result = _proof.Judge(now);
        if (result.IsProven)
        {
            End();
            _attachment.WantsTrailing = result.WantsTrailing;
            _core.Board.Promote(_attachment, Begun);
        }
        else if (result.IsFailed)
        {
            _attachment.Drop();
            Fail(result.Reason!, result.Detail);
        }
        else
        {
            _look.Set(_proof.NextLook - now);
        }
    }

    private void Fail(string reason, string detail)
    {
        End();
        var attempt = _core.Attempts.Add(Rung, "probe", _core.Now - Begun, "failed", reason, detail);
        if (_attachment is WebSocketAttachment socket)
        {
            _core.Arrivals.Ask(socket.Token, attempt);
        }

        _core.Reports.Failed(Rung, reason, _core.Now - Begun);
        _core.Climb.Failed(Rung, reason, detail);
    }

    private void End()
    {
        IsOver = true;
        _look.Dispose();
        _core.Climb.Ended(this);
    }
}
