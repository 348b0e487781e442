using System.Text.Json.Nodes;

namespace MultiTransport.Protocol.Tests;

/// <summary>Walks the bytes of one carrier as a receiver does, up to its end or its first fault.</summary>
internal sealed class VectorCarrier
{
    /// <summary>The frames before the fault.</summary>
    public List<JsonObject> Frames { get; } = [];

    /// <summary>Where it went wrong: <c>length</c>, <c>type</c>, <c>payload</c>, or null.</summary>
    public string? Fault { get; private set; }

    /// <summary>The code of the fault, or null.</summary>
    public string? Code { get; private set; }

    public static VectorCarrier Read(ReadOnlySpan<byte> bytes, bool isUpstream = false)
    {
        var carrier = new VectorCarrier();
        var reader = new FrameReader(bytes);
        while (reader.Read() is var result && result != FrameReadResult.End)
        {
            if (result == FrameReadResult.Malformed)
            {
                return carrier.Fail("length", CloseCode.FrameMalformed);
            }

            if ((!VectorFrame.IsKnown(reader.Type) && !FrameType.IsOptional(reader.Type)) || (isUpstream && FrameType.IsOfServer(reader.Type)))
            {
                return carrier.Fail("type", CloseCode.FrameUnknown);
            }

            if (VectorFrame.Read(reader.Type, reader.Payload) is not { } frame)
            {
                return carrier.Fail("payload", CloseCode.FrameMalformed);
            }

            carrier.Frames.Add(frame);
        }

        return carrier;
    }

    /// <summary>The same for an upstream carrier, whose first frame is an attach.</summary>
    public static VectorCarrier ReadUpstream(ReadOnlySpan<byte> bytes)
    {
        var reader = new FrameReader(bytes);
        var isAttach = reader.Read() == FrameReadResult.Frame && reader.Type == FrameType.Attach;
        return (isAttach ? AttachFrame.TryParse(reader.Payload, out _) : AttachParseResult.Malformed) switch
        {
            AttachParseResult.Attach => Read(bytes, isUpstream: true),
            AttachParseResult.VersionUnsupported => new VectorCarrier().Fail("payload", CloseCode.VersionUnsupported),
            _ => new VectorCarrier().Fail("payload", CloseCode.AttachRequired),
        };
    }

    public void AssertFrames(JsonObject[] expected)
    {
        for (var index = 0; index < Math.Min(expected.Length, Frames.Count); index++)
        {
            VectorFrame.AssertEqual(expected[index], Frames[index]);
        }

        Assert.Equal(expected.Length, Frames.Count);
    }

    private VectorCarrier Fail(string part, CloseCode code)
    {
        Fault = part;
        Code = code.Name();
        return this;
    }
}
