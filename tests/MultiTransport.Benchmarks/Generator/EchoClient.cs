using System.Net;

namespace MultiTransport.Benchmarks.Generator;

/// <summary>What a client is made with.</summary>
internal sealed record ClientSetup(EventLoop Loop, IPEndPoint Server, IEchoRun Run, bool AckEach);

/// <summary>Told by clients how they get on.</summary>
internal interface IEchoRun
{
    void Opened();

    void Completed(EchoClient client);
}

/// <summary>One client in a closed loop: a message, its echo, the next message. Dialects say how.</summary>
internal abstract class EchoClient(ClientSetup setup, int number, string dialect)
{
    private readonly EchoMessage _message = new(number);
    private bool _echoed;
    private bool _answered;

    /// <summary>True from <see cref="SendNext"/> until the echo came and the request that carried the message was answered.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Answers that said "another attach of yours overtook this one" and cost a repetition.</summary>
    public int StaleAnswers { get; protected set; }

    public string Name { get; } = $"{dialect} client {number}";

    public int Sent => _message.Number;

    public string Missing => _echoed ? "the answer" : _answered ? "the echo" : "both";

    protected ClientSetup Setup { get; } = setup;

    public abstract void Open();

    public void SendNext()
    {
        _message.Next();
        IsBusy = true;
        _echoed = false;
        _answered = !UpstreamIsAnswered;
        Send(_message.Bytes);
    }

    /// <summary>A POST is answered, a WebSocket message is not.</summary>
    protected abstract bool UpstreamIsAnswered { get; }

    protected abstract void Send(ReadOnlySpan<byte> message);

    protected ClientSocket Connect(IReceiver receiver) => new(Setup.Loop, Setup.Server, Name, receiver);

    protected void Opened() => Setup.Run.Opened();

    protected void Echoed(ReadOnlySpan<byte> text)
    {
        if (!IsBusy || _echoed)
        {
            throw Fault($"an echo that nobody waits for ({text.Length} bytes)");
        }

        _message.Check(text, Name);
        _echoed = true;
        CompleteWhenBoth();
    }

    protected void Answered()
    {
        _answered = true;
        CompleteWhenBoth();
    }

    protected BenchmarkException Fault(string what) => new($"{Name}: {what}.");

    private void CompleteWhenBoth()
    {
        if (_echoed && _answered)
        {
            IsBusy = false;
            Setup.Run.Completed(this);
        }
    }
}
