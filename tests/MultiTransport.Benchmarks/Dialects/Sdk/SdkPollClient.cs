using System.Text;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.4: an answered poll is followed by the next one before anything else is sent.</summary>
internal sealed class SdkPollClient(ClientSetup setup, int number) : SdkPostClient(setup, number, "sdk lp")
{
    private static readonly RequestWriter Request = new("POST", Target.Path + "/poll");

    private ClientSocket? _connection;

    protected override void Attach(ClientSocket connection)
    {
        _connection = connection;
        connection.Receiver = new HttpResponses(OnPoll);
        Poll();
        Opened();
    }

    private void Poll()
    {
        var frames = Frames.Start().Attach(Session, AttachMode.Take, Downstream.Renew(), Session.HoldMilliseconds);
        if (Session.AckIsOpen)
        {
            frames.Ack(Session.TakeAck());
        }

        _connection!.Send(Request.Write(frames.Bytes));
    }

    private void OnPoll(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200)
        {
            throw Fault($"a poll was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        var batch = default(SdkBatch);
        Read(Downstream, body, ref batch);
        if (batch.CloseCode == Stale)
        {
            StaleAnswers++;
        }
        else if (batch.CloseCode != Complete)
        {
            throw Fault($"a poll ended with {batch.CloseCode}");
        }

        Poll();
        if (batch.HasText)
        {
            Echoed(batch.Text);
        }
    }
}
