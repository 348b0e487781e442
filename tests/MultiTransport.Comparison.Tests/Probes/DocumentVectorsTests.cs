using MultiTransport.Comparison.Probes;

namespace MultiTransport.Comparison.Tests.Probes;

public sealed class DocumentVectorsTests
{
    [Fact]
    public void Of_TheDocumentsKeys_GivesTheDocumentsAnswers() =>
        Assert.All(WebSocketAccept.Vectors, vector => Assert.Equal(vector.Accept, WebSocketAccept.Of(vector.Key)));

    [Fact]
    public void Mask_TheDocumentsBytes_GivesTheDocumentsResult() =>
        Assert.Equal(MaskingVector.Masked, MaskingVector.Mask(MaskingVector.Payload, MaskingVector.Key));

    [Theory]
    [InlineData(0, 2, 6)]
    [InlineData(125, 2, 6)]
    [InlineData(126, 4, 8)]
    [InlineData(65_535, 4, 8)]
    [InlineData(65_536, 10, 14)]
    public void Encode_AnyLength_HasTheFramingOfTheRfc(int size, int unmasked, int masked)
    {
        Assert.Equal(size + unmasked, WireWebSocket.Encode(2, new byte[size], key: null).Length);
        Assert.Equal(size + masked, WireWebSocket.Encode(2, new byte[size], MaskingVector.Key).Length);
    }

    [Fact]
    public void Of_AMaskedFrame_IsDrawnBitByBit()
    {
        var lines = FrameDrawing.Of(WireWebSocket.Encode(1, MaskingVector.Payload, MaskingVector.Key)).Split('\n').Select(line => line.TrimEnd()).ToArray();
        Assert.Equal(
            [
                "FIN              1                                    the last frame of its message",
                "RSV1-3           000                                  no extension",
                "opcode           0001                                 text",
                "MASK             1                                    masked: from the client",
                "length           0001111                              15 bytes",
                "masking key      00001000 11110110 11101111 10110001  08F6EFB1",
                "payload          EE7E7E579059 …                       15 bytes",
                "6 bytes of framing",
            ],
            lines);
    }
}
