using System.Text;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.5: the way up of the transports that hold a response. One request at a time; what is sent meanwhile goes with the next.</summary>
internal abstract class SdkPostClient : SdkClient
{
    private static readonly TimeSpan RepeatPause = TimeSpan.FromMilliseconds(50);

    private readonly RequestWriter _post;
    private readonly SdkCarrier _answer;
    private readonly PostUpstream _upstream;
    private long _carried;
    private bool _isPausing;

    protected SdkPostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect)
    {
        _post = setup.Post(setup.Path + "/send");
        _answer = new SdkCarrier((2 * number) + 1);
        Reader = new SdkReader(() => Session, Deliver, CountLost, Fault);
        _upstream = new PostUpstream(setup.Traffic, Connect, OnAnswer) { Lost = setup.Resumes ? Repeat : null };
    }

    public override bool UpstreamIsAnswered => true;

    protected SdkReader Reader { get; }

    protected override void Flush()
    {
        if (Session.Outbox.MayWrite && !_upstream.IsBusy && !_isPausing)
        {
            Session.Outbox.Rewind();
            Post(Start());
        }
    }

    /// <summary>An ack or a pong that nothing else takes along.</summary>
    protected void SendControls(ReadOnlySpan<byte> pong, bool hasPong)
    {
        if (_upstream.IsBusy || _isPausing)
        {
            return; // the server asks again, and the next post acks
        }

        Session.Outbox.Rewind();
        var frames = Start();
        if (hasPong)
        {
            frames.Frame(FrameType.Pong, pong);
        }

        if (Session.AckIsOpen)
        {
            frames.Ack(Session.TakeAck());
        }

        Post(frames);
    }

    protected override void Ping()
    {
        if (!_upstream.IsBusy)
        {
            Session.Outbox.Rewind();
            Post(Start().Frame(FrameType.Ping, default));
        }
    }

    private FrameWriter Start() => Frames.Start().Attach(Session, AttachMode.Send, _answer.Renew());

    private void Post(FrameWriter frames)
    {
        if (Session.AckIsDue)
        {
            frames.Ack(Session.TakeAck());
        }

        var before = Session.Outbox.Written;
        while (Session.Outbox.TryWrite(frames, Session.MaxBody))
        {
        }

        _carried = Session.Outbox.Written - before;
        _upstream.Send(_post, frames.Bytes);
    }

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200)
        {
            if (Setup.Resumes)
            {
                Repeat();
                return;
            }

            throw Fault($"send was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        var batch = default(SdkBatch);
        Reader.Read(_answer, body, ref batch, delivers: false);
        if (batch.CloseCode == CloseCode.Stale)
        {
            StaleAnswers++; // another attach overtook this one; its message was taken all the same
        }
        else if (batch.CloseCode != CloseCode.Complete)
        {
            throw Fault($"send ended with {batch.CloseCode}");
        }

        OnAnswered((int)_carried);
        Flush();
    }

    /// <summary>The request is lost, or was not for us to have: the same messages go again a little later.</summary>
    private void Repeat()
    {
        if (_isPausing)
        {
            return;
        }

        _isPausing = true;
        Setup.Loop.After(RepeatPause, () =>
        {
            _isPausing = false;
            try
            {
                Flush();
            }
            catch (LoadException)
            {
                Repeat(); // nobody listens there at the moment
            }
        });
    }
}
