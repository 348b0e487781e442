using MultiTransport.Comparison.Probes;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>The bytes before a payload, from the wire.</summary>
internal sealed class FramingScenario : IScenario
{
    private const int PieceSize = 125;
    private const int CutMessage = 1000;
    private const string Head = "framing bytes";
    private const string Frames = "frames";
    private static readonly int[] Sizes = [0, 16, 125, 126, 65_535, 65_536];
    private static readonly byte[] Key = [0x37, 0xfa, 0x21, 0x3d];

    public string Name => "framing";

    public string Title => "The bytes before a payload";

    public string Claim => "Payload length takes 7, 7+16 or 7+64 bits; one article cuts every message into 125-byte frames.";

    public string Variables => "sizes around 125/126 and 65,535/65,536; one frame or fragments of 125 bytes. Bytes of framing, frames, CPU; a frame drawn bit by bit from the real bytes.";

    public void Run(Lab lab, ResultBook book)
    {
        lab.Say("frames of every length");
        using (var socket = new WireWebSocket(lab.Server.EndPoint, Endpoints.Echo))
        {
            foreach (var size in Sizes)
            {
                var sent = socket.Send(WebSocketStream.Binary, new byte[size], Key);
                var echo = ReceiveMessage(socket, size);
                Add(book, "client frame", size, sent.Length - size, 1);
                Add(book, "server frame", size, echo.Sum(frame => frame.Length) - size, echo.Count);
                if (size is 125 or 126)
                {
                    book.Drawings.Add(new Drawing($"The server's frame of {size:#,0} bytes", FrameDrawing.Of(echo[0])));
                }
                else if (size == 65_536)
                {
                    book.Drawings.Add(new Drawing($"The client's frame of {size:#,0} bytes", FrameDrawing.Of(sent)));
                }
            }
        }

        MeasureCutting(lab, book);
        book.Charts.Add(new Chart(Chart.Bars, $"Server CPU for a message of {CutMessage} B, whole and in frames of {PieceSize} B", [Figures.Cpu], new() { ["size"] = $"{CutMessage}" }));
        book.Notes.Add("A bare WebSocket, nothing of an SDK in it. The server joins fragments, and cuts what is over 32 KiB itself, so that a large message does not hold up the next: its 64-bit length is never needed. Cutting helps a sender that does not know the length yet, and nobody else.");
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        double Of(string subject, int size) => rows.First(row => row.Subject == subject && row.Variables["size"] == $"{size}")[Head];
        var isAsClaimed = Of("server frame", 125) == 2 && Of("server frame", 126) == 4
            && Of("client frame", 125) == 6 && Of("client frame", 126) == 8 && Of("client frame", 65_535) == 8 && Of("client frame", 65_536) == 14;
        var cut = rows.First(row => row.Subject == "client, cut");
        var whole = rows.First(row => row.Subject == "client, whole");
        var finding = $"2 bytes up to 125, 4 up to 65,535, 10 above, and 4 more for the client's key; but 125 is a limit of the shortest length field, not of a frame: cutting {CutMessage} B into frames of {PieceSize} B costs {cut[Head]:0} B of framing in place of {whole[Head]:0} and {Figure.Number(cut[Figures.Cpu])} µs of server CPU in place of {Figure.Number(whole[Figures.Cpu])}";
        return isAsClaimed ? Judgement.DependsOn(finding) : Judgement.DoesNotHold(finding);
    }

    private static void MeasureCutting(Lab lab, ResultBook book)
    {
        var messages = lab.Plan.IsFull ? 20_000 : 1500;
        var payload = new byte[CutMessage];
        for (var round = -1; round < lab.Plan.RoundsOr(3, 7); round++)
        {
            foreach (var isCut in new[] { false, true })
            {
                lab.Say($"{CutMessage} B {(isCut ? "cut" : "whole")}");
                using var socket = new WireWebSocket(lab.Server.EndPoint, Endpoints.Bus);
                var bytes = isCut ? Cut(payload) : WireWebSocket.Encode(WebSocketStream.Binary, payload, Key);
                var cpu = SendAll(lab, socket, bytes, messages);
                if (round >= 0)
                {
                    book.Add(
                        isCut ? "client, cut" : "client, whole",
                        new() { ["size"] = $"{CutMessage}" },
                        [
                            new(Head, "B", bytes.Length - CutMessage), new(Frames, "", isCut ? Math.Ceiling((double)CutMessage / PieceSize) : 1),
                            new(Figures.Cpu, "µs/msg", cpu / messages),
                        ]);
                }
            }
        }
    }

    private static double SendAll(Lab lab, WireWebSocket socket, byte[] bytes, int messages)
    {
        var arrived = lab.Server.Control.ReadArrivals().Messages + messages;
        var before = lab.Server.Control.ReadStats().CpuMicroseconds;
        for (var sent = 0; sent < messages; sent++)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            socket.SendRaw(bytes);
        }

        while (lab.Server.Control.ReadArrivals().Messages < arrived)
        {
            lab.Cancellation.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }

        return lab.Server.Control.ReadStats().CpuMicroseconds - before;
    }

    /// <summary>All frames of the next message.</summary>
    private static List<byte[]> ReceiveMessage(WireWebSocket socket, int size)
    {
        var frames = new List<byte[]>();
        do
        {
            frames.Add(socket.Receive() ?? throw new LoadException($"a frame of {size} bytes was not sent back."));
        }
        while ((frames[^1][0] & 0x80) == 0);
        return frames;
    }

    private static byte[] Cut(byte[] payload)
    {
        var frames = new List<byte>();
        for (var at = 0; at < payload.Length; at += PieceSize)
        {
            var length = Math.Min(PieceSize, payload.Length - at);
            frames.AddRange(WireWebSocket.Encode(at == 0 ? WebSocketStream.Binary : WebSocketStream.Continuation, payload.AsSpan(at, length), Key, at + length == payload.Length));
        }

        return [.. frames];
    }

    private static void Add(ResultBook book, string subject, int size, int head, int frames) =>
        book.Add(subject, new() { ["size"] = $"{size}" }, [new(Head, "B", head), new(Frames, "", frames)]);
}
