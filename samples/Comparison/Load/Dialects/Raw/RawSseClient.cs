namespace MultiTransport.Load.Dialects.Raw;

internal sealed class RawSseClient(ClientSetup setup, int number) : RawPostClient(setup, number, "RAW sse")
{
    private static ReadOnlySpan<byte> Data => "data: "u8;

    public override void Open() =>
        Connect(new EventStream(Setup.Traffic, OnEvent)).SendHead(Setup.Get($"/sse?id={Id}", RequestKind.EventSource));

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        if (lines.SequenceEqual(":"u8))
        {
            OnOpened();
            return;
        }

        if (!lines.StartsWith(Data))
        {
            throw Fault("an event without data");
        }

        OnMessage(lines[Data.Length..]);
    }
}
