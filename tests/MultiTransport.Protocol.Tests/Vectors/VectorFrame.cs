using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace MultiTransport.Protocol.Tests;

/// <summary>A frame between its bytes, as the protocol project writes and reads them, and the fields of a vector.</summary>
internal static class VectorFrame
{
    private static readonly Dictionary<string, byte> Types = new()
    {
        ["text"] = FrameType.Text,
        ["binary"] = FrameType.Binary,
        ["request"] = FrameType.Request,
        ["response"] = FrameType.Response,
        ["topic-message"] = FrameType.TopicMessage,
        ["fragment"] = FrameType.Fragment,
        ["ack"] = FrameType.Ack,
        ["fail"] = FrameType.Fail,
        ["gap"] = FrameType.Gap,
        ["ping"] = FrameType.Ping,
        ["pong"] = FrameType.Pong,
        ["attach"] = FrameType.Attach,
        ["attached"] = FrameType.Attached,
        ["promote"] = FrameType.Promote,
        ["close"] = FrameType.Close,
        ["report"] = FrameType.Report,
        ["publish"] = FrameType.Publish,
        ["topic-event"] = FrameType.TopicEvent,
    };

    public static bool IsKnown(byte type) => Types.ContainsValue(type);

    public static byte Type(string name) => Types[name];

    /// <summary>The whole frame, by the writers of the protocol project.</summary>
    public static byte[] Write(JsonObject frame)
    {
        var destination = new byte[1024];
        return destination[..Write(destination, frame)];
    }

    /// <summary>The fields of a frame, by the readers of the protocol project; null where they are not there.</summary>
    public static JsonObject? Read(byte type, ReadOnlySpan<byte> payload) => type switch
    {
        FrameType.Text => Utf8.IsValid(payload) ? Frame(type, ("text", Encoding.UTF8.GetString(payload))) : Frame(type, ("bytes", Hex(payload))),
        FrameType.Ping when payload.Length > 8 => null,
        FrameType.Binary or FrameType.Fragment or FrameType.Ping or FrameType.Pong => Frame(type, ("bytes", Hex(payload))),
        FrameType.TopicMessage or FrameType.Publish => Frame(type, ("bytes", Hex(payload))),
        FrameType.TopicEvent => Frame(type, ("text", Encoding.UTF8.GetString(payload))),
        FrameType.Request or FrameType.Response => ReadCorrelated(type, payload),
        FrameType.Ack => NumberAndText.TryParse(payload, out var number, out _) ? Frame(type, ("number", number)) : null,
        FrameType.Fail => NumberAndText.TryParse(payload, out var number, out var code) ? Frame(type, ("number", number), ("code", code)) : null,
        FrameType.Close => NumberAndText.TryParse(payload, out var code, out var reason) ? Frame(type, ("code", code), ("reason", reason)) : null,
        FrameType.Gap => ReadGap(payload),
        FrameType.Attach => ReadAttach(payload),
        FrameType.Attached => ReadAttached(payload),
        FrameType.Promote => ReadPromote(payload),
        FrameType.Report when ReadReport(payload) is { } report => report,
        _ when FrameType.IsOptional(type) => new JsonObject
        {
            ["type"] = "optional",
            ["byte"] = type.ToString("X2", CultureInfo.InvariantCulture),
            ["numbered"] = FrameType.IsNumbered(type),
            ["bytes"] = Hex(payload),
        },
        _ => null,
    };

    public static void AssertEqual(JsonObject expected, JsonObject? actual) =>
        Assert.True(JsonNode.DeepEquals(expected, actual), $"Expected {expected.ToJsonString()}\nbut found {actual?.ToJsonString() ?? "nothing"}");

    public static SessionId Id(string text) => SessionId.TryParse(text, out var id) ? id : throw new FormatException(text);

    public static SessionSecret Secret(string text) => SessionSecret.TryParse(text, out var secret) ? secret : throw new FormatException(text);

    private static int Write(byte[] destination, JsonObject frame)
    {
        long Number(string field) => frame[field]!.GetValue<long>();
        string Text(string field) => frame[field]!.GetValue<string>();
        ulong Nonce() => BinaryPrimitives.ReadUInt64BigEndian(Convert.FromHexString(Text("nonce")));
        var name = Text("type");
        var type = name == "optional" ? Convert.FromHexString(Text("byte")).Single() : Types[name];
        return type switch
        {
            FrameType.Request or FrameType.Response => MessageFrames.Write(destination, type, Head(Number("correlation"), Text("kind")), Body(frame)),
            FrameType.Ack => FrameWriter.WriteAck(destination, Number("number")),
            FrameType.Fail => FrameWriter.WriteFail(destination, Number("number"), Text("code")),
            FrameType.Close => FrameWriter.WriteClose(destination, (CloseCode)Number("code"), Text("reason")),
            FrameType.Gap => FrameWriter.WriteGap(destination, Number("from"), Number("to")),
            FrameType.Attach => new AttachFrame
            {
                Mode = Enum.Parse<AttachMode>(Text("mode"), ignoreCase: true),
                Id = Id(Text("id")),
                Secret = Secret(Text("secret")),
                Nonce = Nonce(),
                Attempt = Number("attempt"),
                Received = Number("received"),
                Upstream = Number("upstream"),
                Acked = Number("acked"),
                Hold = Number("hold"),
            }.Write(destination),
            FrameType.Attached => new AttachedFrame
            {
                Nonce = Nonce(),
                Connection = Number("connection"),
                Active = Number("active") == 1,
                Received = Number("received"),
                Handled = Number("handled"),
                Position = Number("position"),
            }.Write(destination),
            FrameType.Promote => new PromoteFrame
            {
                Connection = Number("connection"),
                Received = Number("received"),
                Upstream = Number("upstream"),
                Trailing = frame["trailing"] is not null && Number("trailing") == 1,
            }.Write(destination),
            FrameType.Report => new ReportFrame
            {
                Alive = Number("alive"),
                Silent = Number("silent"),
                Transport = Text("what").Split(' ')[0],
                Reason = Text("what").Split(' ')[1],
            }.Write(destination),
            _ => FrameWriter.Write(destination, type, Body(frame)),
        };
    }

    /// <summary>What stands before the body of a request or response.</summary>
    public static byte[] Head(long correlation, string kind)
    {
        var head = new byte[Varint.MaxLength + 1];
        var length = Varint.Write(head, correlation);
        head[length] = (byte)kind.Single();
        return head[..(length + 1)];
    }

    private static byte[] Body(JsonObject frame) =>
        frame["bytes"] is { } bytes ? VectorBytes.Read(bytes) : Encoding.UTF8.GetBytes((frame["text"] ?? frame["error"])!.GetValue<string>());

    private static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes);

    private static JsonObject Frame(byte type, params ReadOnlySpan<(string Name, JsonNode Value)> fields)
    {
        var frame = new JsonObject { ["type"] = Types.Single(pair => pair.Value == type).Key };
        foreach (var (name, value) in fields)
        {
            frame[name] = value;
        }

        return frame;
    }

    private static JsonObject? ReadCorrelated(byte type, ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        if (!reader.TryReadVarint(out var correlation) || !reader.TryReadByte(out var kind))
        {
            return null;
        }

        (string, JsonNode)? body = (char)kind switch
        {
            't' or 'j' when kind == 't' || type == FrameType.Request => ("text", Encoding.UTF8.GetString(reader.Rest)),
            'b' => ("bytes", Hex(reader.Rest)),
            'e' when type == FrameType.Response => ("error", Encoding.UTF8.GetString(reader.Rest)),
            _ => null,
        };
        return body is { } found ? Frame(type, ("correlation", correlation), ("kind", ((char)kind).ToString()), found) : null;
    }

    private static JsonObject? ReadGap(ReadOnlySpan<byte> payload)
    {
        var reader = new PayloadReader(payload);
        return reader.TryReadVarint(out var from) && reader.TryReadVarint(out var to)
            ? Frame(FrameType.Gap, ("from", from), ("to", to))
            : null;
    }

    private static JsonObject? ReadAttach(ReadOnlySpan<byte> payload) => AttachFrame.TryParse(payload, out var frame) != AttachParseResult.Attach
        ? null
        : Frame(
            FrameType.Attach,
            ("mode", frame.Mode.ToString().ToLowerInvariant()),
            ("id", frame.Id.ToString()),
            ("secret", frame.Secret.Reveal()),
            ("nonce", frame.Nonce.ToString("X16", CultureInfo.InvariantCulture)),
            ("attempt", frame.Attempt),
            ("received", frame.Received),
            ("upstream", frame.Upstream),
            ("acked", frame.Acked),
            ("hold", frame.Hold));

    private static JsonObject? ReadAttached(ReadOnlySpan<byte> payload) => !AttachedFrame.TryParse(payload, out var frame)
        ? null
        : Frame(
            FrameType.Attached,
            ("nonce", frame.Nonce.ToString("X16", CultureInfo.InvariantCulture)),
            ("connection", frame.Connection),
            ("active", frame.Active ? 1L : 0L),
            ("received", frame.Received),
            ("handled", frame.Handled),
            ("position", frame.Position));

    private static JsonObject? ReadPromote(ReadOnlySpan<byte> payload)
    {
        if (!PromoteFrame.TryParse(payload, out var frame))
        {
            return null;
        }

        var fields = Frame(FrameType.Promote, ("connection", frame.Connection), ("received", frame.Received), ("upstream", frame.Upstream));
        if (frame.Trailing)
        {
            fields["trailing"] = 1L;
        }

        return fields;
    }

    private static JsonObject? ReadReport(ReadOnlySpan<byte> payload) => ReportFrame.TryParse(payload, out var frame)
        ? Frame(FrameType.Report, ("alive", frame.Alive), ("silent", frame.Silent), ("what", $"{frame.Transport} {frame.Reason}"))
        : null;
}
