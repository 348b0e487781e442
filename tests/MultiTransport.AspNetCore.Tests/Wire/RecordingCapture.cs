namespace MultiTransport.AspNetCore.Tests.Wire;

/// <summary>Keeps what it is shown.</summary>
internal sealed class RecordingCapture : IWireCapture
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _received = new();
    private readonly StringBuilder _sent = new();

    public string ReceivedText
    {
        get
        {
            lock (_gate)
            {
                return _received.ToString();
            }
        }
    }

    public string SentText
    {
        get
        {
            lock (_gate)
            {
                return _sent.ToString();
            }
        }
    }

    public void Received(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _received.Append(Encoding.Latin1.GetString(bytes));
        }
    }

    public void Sent(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            _sent.Append(Encoding.Latin1.GetString(bytes));
        }
    }
}
