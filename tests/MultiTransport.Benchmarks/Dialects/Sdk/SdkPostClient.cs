using System.Text;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Sdk;

/// <summary>PROTOCOL.md 7.5: the way up of the transports that hold a response.</summary>
internal abstract class SdkPostClient : SdkClient
{
    private readonly RequestWriter _post = new("POST", Target.Path + "/send");
    private readonly SdkCarrier _answer;
    private readonly PostUpstream _upstream;

    protected SdkPostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect)
    {
        _answer = new SdkCarrier((2 * number) + 1);
        _upstream = new PostUpstream(Connect, OnAnswer);
    }

    protected override bool UpstreamIsAnswered => true;

    protected override void Send(ReadOnlySpan<byte> message)
    {
        var frames = Frames.Start().Attach(Session, AttachMode.Send, _answer.Renew());
        _upstream.Send(_post.Write(Message(frames, message)));
    }

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status != 200)
        {
            throw Fault($"send was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        var batch = default(SdkBatch);
        Read(_answer, body, ref batch);
        if (batch.CloseCode == Stale)
        {
            StaleAnswers++; // another attach overtook this one; its message was taken all the same
        }
        else if (batch.CloseCode != Complete)
        {
            throw Fault($"send ended with {batch.CloseCode}");
        }

        Answered();
    }
}
