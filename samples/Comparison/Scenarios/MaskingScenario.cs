using System.Buffers.Binary;
using MultiTransport.Comparison.Probes;
using MultiTransport.Comparison.Results;
using MultiTransport.Comparison.Server;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Scenarios;

/// <summary>Masking, on the documents' own bytes and on the wire.</summary>
internal sealed class MaskingScenario : IScenario
{
    private const string IsMasked = "MASK bit";
    private const string Payload = "payload";
    private const string Refused = "refused";

    public string Name => "masking";

    public string Title => "Masked one way only";

    public string Claim => "Client frames are masked, server frames are not; masking does not change the length.";

    public string Variables => "the documents' own bytes, live; an unmasked client frame.";

    public void Run(Lab lab, ResultBook book)
    {
        lab.Say("the documents' bytes");
        var masked = MaskingVector.Mask(MaskingVector.Payload, MaskingVector.Key);
        if (!masked.SequenceEqual(MaskingVector.Masked))
        {
            throw new LoadException("the documents' masking vector does not come out.");
        }

        using (var socket = new WireWebSocket(lab.Server.EndPoint, Endpoints.Echo))
        {
            var sent = socket.Send(WebSocketStream.Text, MaskingVector.Payload, MaskingVector.Key);
            var echo = socket.Receive() ?? throw new LoadException("the documents' bytes were not sent back.");
            book.Drawings.Add(new Drawing("The client's frame with the documents' bytes", FrameDrawing.Of(sent)));
            book.Drawings.Add(new Drawing("The server's frame with the same", FrameDrawing.Of(echo)));
            book.Drawings.Add(new Drawing(
                "Payload xor key, byte by byte",
                $"payload {Convert.ToHexString(MaskingVector.Payload)}\nkey     {string.Concat(Enumerable.Repeat(Convert.ToHexString(MaskingVector.Key), 4))[..(MaskingVector.Payload.Length * 2)]}\nresult  {Convert.ToHexString(masked)}"));
            AddFrame(book, "client frame", sent);
            AddFrame(book, "server frame", echo);
        }

        lab.Say("an unmasked client frame");
        using var breaker = new WireWebSocket(lab.Server.EndPoint, Endpoints.Echo);
        breaker.Send(WebSocketStream.Text, MaskingVector.Payload, key: null);
        var answer = breaker.Receive();
        var isClosed = answer is null || (answer[0] & 0x0f) == WebSocketStream.Close;
        var code = answer is { Length: >= 4 } ? BinaryPrimitives.ReadUInt16BigEndian(answer.AsSpan(2)) : 0;
        book.Add("unmasked client frame", [], [new(Refused, "", isClosed ? 1 : 0), new("close code", "", code)], remark: code == 0 && isClosed ? "the connection was ended without a close frame" : null);
    }

    public Judgement Judge(IReadOnlyList<Row> rows)
    {
        var client = rows.Single(row => row.Subject == "client frame");
        var server = rows.Single(row => row.Subject == "server frame");
        var broken = rows.Single(row => row.Subject == "unmasked client frame");
        var holds = client[IsMasked] == 1 && server[IsMasked] == 0 && client[Payload] == server[Payload] && broken[Refused] == 1;
        var finding = $"the documents' bytes come out as they say; {client[Payload]:0} bytes are {client[Payload]:0} masked; an unmasked client frame ends the connection{(broken["close code"] > 0 ? $" with {broken["close code"]:0}" : "")}";
        return holds ? Judgement.Holds(finding) : Judgement.DoesNotHold(finding);
    }

    private static void AddFrame(ResultBook book, string subject, byte[] frame)
    {
        var isMasked = (frame[1] & 0x80) != 0;
        book.Add(subject, [], [new(IsMasked, "", isMasked ? 1 : 0), new(Payload, "B", frame.Length - 2 - (isMasked ? 4 : 0)), new("frame", "B", frame.Length)]);
    }
}
