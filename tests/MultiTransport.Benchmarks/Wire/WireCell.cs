using System.Buffers;
using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using MultiTransport.AspNetCore.Wire;

namespace MultiTransport.Benchmarks.Wire;

/// <summary>One way of counting: a pipe through which writes of one length go, each flushed, read and consumed before the next.</summary>
internal sealed class WireCell
{
    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);

    private readonly PipeReader _reader;
    private readonly PipeWriter _writer;
    private readonly byte[] _write;

    private WireCell(string name, IDuplexPipe pipe, byte[] write)
    {
        Name = name;
        _reader = pipe.Input;
        _writer = pipe.Output;
        _write = write;
    }

    public string Name { get; }

    public List<double> Nanoseconds { get; } = [];

    public double Allocated { get; private set; }

    /// <summary>What is compared, the one without counters first.</summary>
    public static async Task<WireCell[]> AllAsync(int length)
    {
        var write = new byte[length];
        var socket = new WireLayer(new Loop());
        return
        [
            new WireCell("off", new Loop(), write),
            new WireCell("HTTP/1.1", new WireLayer(new Loop()), write),
            new WireCell("HTTP/1.1 over TLS", new WireLayer(socket, socket), write),
            await Http2Async(length),
        ];
    }

    /// <summary>What the counters of a connection without TLS take.</summary>
    public static long ConnectionBytes()
    {
        const int count = 1000;
        var transports = Enumerable.Range(0, count).Select(static _ => new DefaultConnectionContext("") { Transport = new Loop() }).ToArray();
        var nobodys = new WireAccount();
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var transport in transports)
        {
            _ = new WireConnectionContext(transport, new WireConnection("", null, new WireLayer(transport.Transport), nobodys));
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / count;
    }

    public async Task RunAsync(int writes, int batch)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var started = Stopwatch.GetTimestamp();
        for (var i = 0; i < writes; i += batch)
        {
            for (var j = 0; j < batch; j++)
            {
                _writer.Write(_write);
            }

            await _writer.FlushAsync();
            _reader.TryRead(out var result);
            _reader.AdvanceTo(result.Buffer.End);
        }

        Nanoseconds.Add(Stopwatch.GetElapsedTime(started).TotalNanoseconds / writes);
        Allocated = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)writes;
    }

    /// <summary>Each write is a DATA frame of one stream, looked at on its way in and on its way out.</summary>
    private static async Task<WireCell> Http2Async(int length)
    {
        var loop = new Loop();
        var connection = new WireConnection("", null, new WireLayer(loop), new WireAccount());
        loop.Output.Write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8);
        loop.Output.Write((ReadOnlySpan<byte>)[0, 0, 0, 1, 4, 0, 0, 0, 1]);
        await loop.Output.FlushAsync();
        var result = await connection.Top.Reader.ReadAsync();
        connection.Top.Reader.AdvanceTo(result.Buffer.End);
        connection.TryAttribute(1, new WireAccount());
        byte[] header = [(byte)((length - 9) >> 16), (byte)((length - 9) >> 8), (byte)(length - 9), 0, 0, 0, 0, 0, 1];
        return new WireCell("HTTP/2", connection.Top, [.. header, .. new byte[length - 9]]);
    }

    private sealed class Loop : IDuplexPipe
    {
        private readonly Pipe _pipe = new(Inline);

        public PipeReader Input => _pipe.Reader;

        public PipeWriter Output => _pipe.Writer;
    }
}
