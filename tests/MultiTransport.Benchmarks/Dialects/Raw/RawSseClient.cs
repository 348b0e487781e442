using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Raw;

internal sealed class RawSseClient(ClientSetup setup, int number) : RawPostClient(setup, number, "RAW sse")
{
    private static ReadOnlySpan<byte> Data => "data: "u8;

    public override void Open() => Connect(new EventStream(OnEvent)).Send(RequestWriter.Get($"/sse?id={Id}"));

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        if (lines.SequenceEqual(":"u8))
        {
            Opened();
            return;
        }

        if (!lines.StartsWith(Data))
        {
            throw Fault("an event without data");
        }

        Echoed(lines[Data.Length..]);
    }
}
