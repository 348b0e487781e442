using System.Buffers;
using System.IO.Pipelines;
using MultiTransport.AspNetCore.Wire;

namespace MultiTransport.AspNetCore.Tests.Wire;

public sealed class CountingPipeTests
{
    private static readonly PipeOptions Inline = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, useSynchronizationContext: false);
    private static readonly PipeOptions SmallSegments = new(readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.Inline, minimumSegmentSize: 16, useSynchronizationContext: false);

    [Fact]
    public async Task Reader_CountsWhatIsConsumed()
    {
        var pipe = new Pipe(SmallSegments);
        var reader = new CountingReader(pipe.Reader);
        await pipe.Writer.WriteAsync(new byte[1000]);
        var result = await reader.ReadAsync();
        reader.AdvanceTo(result.Buffer.GetPosition(1), result.Buffer.End);
        Assert.Equal(1, reader.Consumed);
        await pipe.Writer.WriteAsync(new byte[10]);
        Assert.True(reader.TryRead(out result));
        reader.AdvanceTo(result.Buffer.GetPosition(700));
        Assert.Equal(701, reader.Consumed);
        result = await reader.ReadAtLeastAsync(300);
        reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        Assert.Equal(701, reader.Consumed);
        await pipe.Writer.CompleteAsync();
        await reader.CopyToAsync(Stream.Null);
        Assert.Equal(1010, reader.Consumed);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Reader_AtTheEnd_CountsWhatNobodyConsumed(bool isHeld)
    {
        var pipe = new Pipe(SmallSegments);
        var reader = new CountingReader(pipe.Reader);
        await pipe.Writer.WriteAsync(new byte[100]);
        var result = await reader.ReadAsync();
        if (!isHeld)
        {
            reader.AdvanceTo(result.Buffer.GetPosition(40));
        }

        await reader.CompleteAsync();
        reader.CountUnread();
        reader.CountUnread();
        Assert.Equal(100, reader.Consumed);
    }

    [Fact]
    public async Task Reader_ThatWaits_GetsResultsFaultsAndCancellations()
    {
        var pipe = new Pipe(SmallSegments);
        var reader = new CountingReader(pipe.Reader);
        var waiting = reader.ReadAsync().AsTask();
        Assert.False(waiting.IsCompleted);
        await pipe.Writer.WriteAsync("abc"u8.ToArray());
        var result = await waiting;
        Assert.Equal("abc"u8.ToArray(), result.Buffer.ToArray());
        reader.AdvanceTo(result.Buffer.End);
        waiting = reader.ReadAsync().AsTask();
        reader.CancelPendingRead();
        result = await waiting;
        Assert.True(result.IsCanceled);
        reader.AdvanceTo(result.Buffer.End);
        using var cancel = new CancellationTokenSource();
        waiting = reader.ReadAsync(cancel.Token).AsTask();
        await cancel.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting);
        waiting = reader.ReadAsync().AsTask();
        await pipe.Writer.CompleteAsync(new InvalidDataException());
        await Assert.ThrowsAsync<InvalidDataException>(() => waiting);
        Assert.Equal(3, reader.Consumed);
    }

    [Fact]
    public async Task Reader_ShowsEveryByteOnce()
    {
        var pipe = new Pipe(SmallSegments);
        var seen = new Seen(int.MaxValue);
        var reader = new CountingReader(pipe.Reader) { Observer = seen };
        var sent = Enumerable.Range(0, 200).Select(static number => (byte)number).ToArray();
        await pipe.Writer.WriteAsync(sent.AsMemory(0, 90));
        var result = await reader.ReadAsync();
        reader.AdvanceTo(result.Buffer.GetPosition(30), result.Buffer.End);
        Assert.Equal(90, seen.Bytes.Count);
        await pipe.Writer.WriteAsync(sent.AsMemory(90));
        result = await reader.ReadAsync();
        reader.AdvanceTo(result.Buffer.End);
        Assert.Equal(sent, seen.Bytes);
    }

    [Fact]
    public async Task Writer_CountsAndShowsWhatIsWritten_HoweverItIs()
    {
        var pipe = new Pipe(SmallSegments);
        var seen = new Seen(7);
        var writer = new CountingWriter(pipe.Writer, new CountingReader(pipe.Reader), null);
        writer.Observe(seen);
        writer.Write("ab"u8);
        "cd"u8.CopyTo(writer.GetSpan(2));
        writer.Advance(2);
        "ef"u8.CopyTo(writer.GetMemory(2).Span);
        writer.Advance(2);
        Assert.Equal((true, 6), (writer.CanGetUnflushedBytes, writer.UnflushedBytes));
        await writer.FlushAsync();
        await writer.WriteAsync("gh"u8.ToArray());
        await writer.AsStream().WriteAsync("ij"u8.ToArray());
        writer.Write("kl"u8);
        await writer.CompleteAsync();
        Assert.Equal(12, writer.Written);
        Assert.Equal("abcdefgh"u8.ToArray(), seen.Bytes);
        Assert.Equal("abcdefghijkl"u8.ToArray(), (await pipe.Reader.ReadAsync()).Buffer.ToArray());
    }

    [Fact]
    public void Sending_AllocatesNothing()
    {
        var plain = new Pipe(Inline);
        Assert.Equal(0, Allocated(plain.Reader, plain.Writer));
        var layer = new WireLayer(new Duplex(new Pipe(Inline)));
        Assert.Equal(0, Allocated(layer.Reader, layer.Writer));
        var covered = new WireLayer(new Duplex(new Pipe(Inline)), layer);
        Assert.Equal(0, Allocated(covered.Reader, covered.Writer));
    }

    /// <summary>The bytes allocated by a thousand writes, with a reader that waits for each, once all pools are warm.</summary>
    private static long Allocated(PipeReader reader, PipeWriter writer)
    {
        var before = 0L;
        Action onRead = static () => { };
#pragma warning disable CA2012 // a read that waits, and its result when it has come: that is what is measured
        for (var i = 0; i < 2000; i++)
        {
            if (i == 1000)
            {
                before = GC.GetAllocatedBytesForCurrentThread();
            }

            var waiting = reader.ReadAsync().ConfigureAwait(false).GetAwaiter();
            waiting.UnsafeOnCompleted(onRead);
            writer.GetSpan(96)[..96].Clear();
            writer.Advance(96);
            Assert.True(writer.FlushAsync().IsCompletedSuccessfully);
            reader.AdvanceTo(waiting.GetResult().Buffer.End);
        }
#pragma warning restore CA2012

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class Duplex(Pipe pipe) : IDuplexPipe
    {
        public PipeReader Input => pipe.Reader;

        public PipeWriter Output => pipe.Writer;
    }

    private sealed class Seen(int wanted) : IByteObserver
    {
        public List<byte> Bytes { get; } = [];

        public bool Feed(ReadOnlySpan<byte> bytes)
        {
            Bytes.AddRange(bytes);
            return Bytes.Count < wanted;
        }
    }
}
