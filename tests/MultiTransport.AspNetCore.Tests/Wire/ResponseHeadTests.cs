using MultiTransport.AspNetCore.Wire;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class ResponseHeadTests
{
    private const string Head = "HTTP/1.1 200 OK\r\nA: \r\r\nB: b\r\n\r\n";

    /// <summary>Every cut into three pieces, of which the first holds the status line, as Kestrel writes it.</summary>
    [Theory]
    [InlineData("", Head)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", Head)]
    [InlineData("", "HTTP/1.1 101 Switching Protocols\r\n\r\n")]
    public void Feed_AnyPieces_EndsAtTheEmptyLine(string interim, string head)
    {
        var bytes = Encoding.ASCII.GetBytes(interim + head + "body\r\n\r\nbody");
        for (var first = 13; first <= bytes.Length; first++)
        {
            for (var second = first; second <= bytes.Length; second++)
            {
                var counted = new ResponseHead();
                counted.Restart();
                var isWanted = true;
                foreach (var piece in new[] { bytes[..first], bytes[first..second], bytes[second..] }.Where(static piece => piece.Length > 0))
                {
                    isWanted = isWanted && counted.Feed(piece);
                }

                if (first >= interim.Length + 13 || interim.Length == 0)
                {
                    Assert.False(isWanted);
                    Assert.Equal(interim.Length + head.Length, counted.Count);
                }
            }
        }
    }

    [Fact]
    public void Restart_CountsOn()
    {
        var counted = new ResponseHead();
        for (var i = 1; i <= 3; i++)
        {
            counted.Restart();
            Assert.False(counted.Feed(Encoding.ASCII.GetBytes(Head + "x")));
            Assert.Equal(i * Head.Length, counted.Count);
        }
    }
}
