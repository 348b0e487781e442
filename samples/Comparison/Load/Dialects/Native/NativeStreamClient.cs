using System.Text.Json;

namespace MultiTransport.Load.Dialects.Native;

/// <summary>What <c>fetch</c> with <c>Accept: application/x-ndjson</c> gets, with POST beside it.</summary>
internal sealed class NativeStreamClient(ClientSetup setup, int number) : NativePostClient(setup, number, "native stream")
{
    public override void Open() =>
        Connect(new LineStream(Setup.Traffic, OnLine)).SendHead(Setup.GetAccepting(Setup.Path, "application/x-ndjson"));

    private void OnLine(ReadOnlySpan<byte> line)
    {
        if (Credential is null && line.StartsWith("{\"open\""u8))
        {
            using var json = JsonDocument.Parse(line.ToArray());
            OpenedAs(json.RootElement.GetProperty("open").GetProperty("session").GetString()!);
            return;
        }

        OnJson(line);
    }
}
