using System.IO.Pipelines;
using MultiTransport.AspNetCore.Wire;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class Http2PrefaceTests
{
    private static readonly byte[] Preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray();

    private static readonly byte[] Inbound =
    [
        .. Preface,
        .. Frame(4, 0, 0, 12),
        .. Frame(1, 0, 1, 30),
        .. Frame(9, 4, 1, 7),
        .. Frame(0, 0, 1, 100),
        .. Frame(1, 5, 3, 40),
        .. Frame(8, 0, 0, 4),
        .. Frame(8, 0, 99, 4), // a stream that never was
        .. Frame(0, 1, 1, 0),
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(1000)]
    public async Task Frames_InAnyPieces_GoToTheirStreams(int pieceLength)
    {
        var pipe = new Pipe();
        var (connection, nobodys) = Connection(pipe);
        for (var at = 0; at < Inbound.Length; at += pieceLength)
        {
            await ReadAsync(pipe, connection, Inbound[at..Math.Min(Inbound.Length, at + pieceLength)]);
        }

        var (one, three) = (new WireAccount(), new WireAccount());
        Assert.True(connection.TryAttribute(1, one));
        Assert.True(connection.TryAttribute(3, three));
        Assert.False(connection.TryAttribute(3, one));
        Assert.False(connection.TryAttribute(5, one));
        connection.Close();
        var (first, third) = (one.Read().Up, three.Read().Up);
        Assert.Equal((9 + 30 + 9 + 7, 9 + 40), (first.Headers, third.Headers));
        Assert.Equal(Inbound.Length, first.Total + third.Total);

        // 24 + 21 + 13 + 13 bytes are the connection's, shared as 173 to 49.
        Assert.Equal((173 + (71 * 173 / 222), 0), (first.Total, nobodys.Read().Up.Total));
    }

    [Fact]
    public async Task Streams_ThatEnded_AreForgottenAndWhatNobodyOwnsIsNobodys()
    {
        var pipe = new Pipe();
        var (connection, nobodys) = Connection(pipe);
        await ReadAsync(pipe, connection, Preface);
        var length = 0L;
        for (var stream = 1; stream < 200; stream += 2)
        {
            byte[] reset = [.. Frame(1, 4, stream, 20), .. Frame(3, 0, stream, 4)];
            await ReadAsync(pipe, connection, reset);
            length += reset.Length;
        }

        var owned = new WireAccount();
        Assert.False(connection.TryAttribute(1, owned));
        Assert.InRange(nobodys.Read().Up.Total, length * 80 / 100, length);
        connection.Close();
        Assert.Equal(Preface.Length + length, nobodys.Read().Up.Total);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("PRI * HTTP/1.1\r\n\r\n")]
    [InlineData("P")]
    public async Task OtherBeginnings_AreHttp1(string text)
    {
        var pipe = new Pipe();
        var (connection, _) = Connection(pipe);
        await ReadAsync(pipe, connection, Encoding.ASCII.GetBytes(text));
        Assert.False(connection.ToUsage().IsHttp2);
        Assert.True(connection.TryBegin());
        var account = new WireAccount();
        Assert.True(connection.TryAttribute(0, account));
        connection.Close();
        Assert.Equal(text.Length, account.Read().Up.Total);
    }

    private static (WireConnection Connection, WireAccount Nobodys) Connection(Pipe pipe)
    {
        var nobodys = new WireAccount();
        return (new WireConnection("id", null, new WireLayer(new Duplex(pipe)), nobodys), nobodys);
    }

    private static async Task ReadAsync(Pipe pipe, WireConnection connection, byte[] bytes)
    {
        await pipe.Writer.WriteAsync(bytes);
        var result = await connection.Top.Reader.ReadAsync();
        connection.Top.Reader.AdvanceTo(result.Buffer.End);
    }

    private static byte[] Frame(byte type, byte flags, int stream, int length) =>
        [(byte)(length >> 16), (byte)(length >> 8), (byte)length, type, flags, (byte)(stream >> 24), (byte)(stream >> 16), (byte)(stream >> 8), (byte)stream, .. new byte[length]];

    private sealed class Duplex(Pipe pipe) : IDuplexPipe
    {
        public PipeReader Input => pipe.Reader;

        public PipeWriter Output => pipe.Writer;
    }
}
