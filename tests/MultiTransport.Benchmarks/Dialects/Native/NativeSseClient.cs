using System.Text;
using System.Text.Json;
using MultiTransport.Benchmarks.Generator;

namespace MultiTransport.Benchmarks.Dialects.Native;

/// <summary>What <c>new EventSource(url)</c> does, with POST beside it.</summary>
internal sealed class NativeSseClient(ClientSetup setup, int number) : NativePostClient(setup, number, "native sse")
{
    private static ReadOnlySpan<byte> Data => "data: "u8;

    public override void Open() =>
        Connect(new EventStream(OnEvent)).Send(RequestWriter.Get(Target.Path, "Accept: text/event-stream\r\n"));

    private void OnEvent(ReadOnlySpan<byte> lines)
    {
        ReadOnlySpan<byte> name = default;
        ReadOnlySpan<byte> data = default;
        while (lines.Length > 0)
        {
            var end = lines.IndexOf((byte)'\n');
            var line = end < 0 ? lines : lines[..end];
            lines = end < 0 ? default : lines[(end + 1)..];
            if (line.StartsWith(Data))
            {
                data = line[Data.Length..];
            }
            else if (line.StartsWith("event: "u8))
            {
                name = line["event: ".Length..];
            }
        }

        if (data.IsEmpty)
        {
            return; // a comment
        }

        if (name.IsEmpty)
        {
            Echoed(data);
        }
        else if (name.SequenceEqual("session"u8))
        {
            using var json = JsonDocument.Parse(data.ToArray());
            OpenedAs(json.RootElement.GetProperty("session").GetString()!);
        }
        else
        {
            throw Fault($"event {Encoding.UTF8.GetString(name)}: {Encoding.UTF8.GetString(data)}");
        }
    }
}
