using MultiTransport.Load;

namespace MultiTransport.Benchmarks.Compare;

/// <summary>One client in a closed loop: a message, its echo, the next message.</summary>
internal sealed class EchoLoop(LoadClient client)
{
    private readonly EchoMessage _message = new(client.Number);
    private bool _echoed;
    private bool _answered;

    public LoadClient Client { get; } = client;

    /// <summary>True from <see cref="SendNext"/> until the echo came and the request that carried the message was answered.</summary>
    public bool IsBusy { get; private set; }

    public int Sent => _message.Number;

    public string Missing => _echoed ? "the answer" : _answered ? "the echo" : "both";

    public void SendNext()
    {
        _message.Next();
        IsBusy = true;
        _echoed = false;
        _answered = !Client.UpstreamIsAnswered;
        Client.Send(_message.Bytes);
    }

    /// <summary>True where that was the last thing to wait for.</summary>
    public bool Echoed(ReadOnlySpan<byte> text)
    {
        if (!IsBusy || _echoed)
        {
            throw new LoadException($"{Client.Name}: an echo that nobody waits for ({text.Length} bytes).");
        }

        _message.Check(text, Client.Name);
        _echoed = true;
        return IsDone();
    }

    /// <summary>True where that was the last thing to wait for.</summary>
    public bool Answered()
    {
        _answered = true;
        return IsBusy && IsDone();
    }

    private bool IsDone()
    {
        IsBusy = !_echoed || !_answered;
        return !IsBusy;
    }
}
