using System.Text;

namespace MultiTransport.Load.Dialects.Sdk;

/// <summary>
/// PROTOCOL.md 7.4. A long poll that was answered is followed by the next one before anything else is sent; a short poll is never held and asks again
/// after its interval.
/// </summary>
internal sealed class SdkPollClient : SdkPostClient
{
    private const double Phases = 16;
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromSeconds(3);

    private readonly RequestWriter _poll;
    private readonly long _interval;
    private ClientSocket? _connection;
    private long _next;
    private bool _wasPolled;

    private SdkPollClient(ClientSetup setup, int number, string transport, bool isHeld)
        : base(setup, number, "sdk " + transport)
    {
        _poll = setup.Post(setup.Path + "/poll");
        _interval = isHeld ? 0 : MonotonicClock.Of(setup.PollInterval);
    }

    public static SdkPollClient Long(ClientSetup setup, int number) => new(setup, number, "longpoll", isHeld: true);

    public static SdkPollClient Short(ClientSetup setup, int number) => new(setup, number, "shortpoll", isHeld: false);

    /// <summary>A poll without an answer this long after its hold is dead.</summary>
    protected override TimeSpan DeadAfter => (Setup.PollInterval > Setup.Hold ? Setup.PollInterval : Setup.Hold) + AnswerPatience;

    private int HoldMilliseconds => _interval > 0 ? 0 : (int)Math.Min(Session.HoldMilliseconds, Setup.Hold.TotalMilliseconds);

    protected override void Attach(ClientSocket connection)
    {
        _connection = connection;
        connection.Receiver = new HttpResponses(Setup.Traffic, OnPoll);
        Poll();
        OnAttached();
        Flush();
    }

    protected override void Ping()
    {
        // A poll is its own sign of life.
    }

    protected override void OnDead()
    {
        _connection!.Dispose();
        if (Setup.Resumes)
        {
            OnLost();
        }
    }

    private void Poll()
    {
        var frames = Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew(), HoldMilliseconds);
        if (Session.AckIsOpen)
        {
            frames.Ack(Session.TakeAck());
        }

        _connection!.Send(_poll, frames.Bytes);
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        OnAlive();
        if (head.Status != 200)
        {
            Refused(head, body);
            return;
        }

        var batch = default(SdkBatch);
        Reader.Read(Downstream, body, ref batch, delivers: false);
        if (batch.CloseCode is CloseCode.Stale or CloseCode.Superseded)
        {
            StaleAnswers++;
        }
        else if (batch.CloseCode != CloseCode.Complete)
        {
            OnClosed(batch.CloseCode);
            return;
        }

        PollAgain();
        Reader.Deliver(Downstream, body, batch.Repetitions);
        Flush();
    }

    private void PollAgain()
    {
        if (_interval == 0)
        {
            Poll();
            return;
        }

        var connection = _connection;
        var now = MonotonicClock.Now;
        if (!_wasPolled)
        {
            _wasPolled = true;
            _next = now + (long)(_interval * (Number % Phases) / Phases); // clients do not ask in step
        }

        _next = Math.Max(_next + _interval, now);
        Setup.Loop.At(_next, () =>
        {
            if (_connection == connection)
            {
                Poll();
            }
        });
    }

    private void Refused(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (!Setup.Resumes)
        {
            throw Fault($"a poll was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        OnClosed(head.Status == 404 ? 4200 : 4100);
    }
}
