using System.Text;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Native;

/// <summary>The native way up: <c>POST {base}</c> with the session's credential, answered with JSON.</summary>
internal abstract class NativePostClient : EchoClient
{
    private readonly PostUpstream _upstream;
    private RequestWriter? _post;

    protected NativePostClient(ClientSetup setup, int number, string dialect)
        : base(setup, number, dialect) => _upstream = new PostUpstream(Connect, OnAnswer);

    protected override bool UpstreamIsAnswered => true;

    /// <param name="credential">The value of <c>MultiTransport-Session</c>: id, a dot, secret.</param>
    protected void OpenedAs(string credential)
    {
        _post = new RequestWriter("POST", Target.Path, $"Content-Type: text/plain\r\nMultiTransport-Session: {credential}\r\n");
        Opened();
    }

    protected override void Send(ReadOnlySpan<byte> message) => _upstream.Send(_post!.Write(message));

    private void OnAnswer(HttpHead head, ReadOnlySpan<byte> body)
    {
        if (head.Status is not (200 or 202))
        {
            throw Fault($"POST was answered {head.Status} {Encoding.UTF8.GetString(body)}");
        }

        Answered();
    }
}
