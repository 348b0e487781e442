namespace MultiTransport.Load.Dialects.SignalR;

internal sealed class SignalRSseClient(ClientSetup setup, int number) : SignalRPostClient(setup, number, "sse")
{
    private bool _isShaken;

    private static ReadOnlySpan<byte> Data => "data: "u8;

    protected override void Attach(ClientSocket connection)
    {
        connection.Receiver = new FlexibleEventStream(Setup.Traffic, OnEvent);
        connection.SendHead(Setup.Get(Url, RequestKind.EventSource));
    }

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        if (!_isShaken)
        {
            _isShaken = true; // the first thing is a comment that says the stream is open
            Shake();
        }

        if (lines.StartsWith(Data))
        {
            Read(lines[Data.Length..]);
        }
    }
}
