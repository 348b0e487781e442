using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.Server.Lab.Network;

/// <summary>A response's body that goes through the viewer's network: held back where that does so, then on a line.</summary>
internal sealed class SimulatedBody : IHttpResponseBodyFeature
{
    private readonly Pipe _pipe = new();
    private readonly HeldBack _held = new();
    private readonly HttpContext _context;
    private readonly IHttpResponseBodyFeature _real;
    private readonly Passage _passage;
    private readonly Line _line;
    private readonly Task _carried;

    public SimulatedBody(HttpContext context, Passage passage)
    {
        _context = context;
        _passage = passage;
        _real = context.Features.GetRequiredFeature<IHttpResponseBodyFeature>();
        _line = new Line(passage, static _ => false, DeliverAsync);
        Stream = _pipe.Writer.AsStream();
        passage.Reconsider = _pipe.Reader.CancelPendingRead;
        _carried = Task.WhenAll(TakeAsync(), _line.RunAsync());
        context.Features.Set<IHttpResponseBodyFeature>(this);
    }

    public Stream Stream { get; }

    public PipeWriter Writer => _pipe.Writer;

    public void DisableBuffering() => _real.DisableBuffering();

    /// <summary>The head leaves with the first bytes: whoever holds these back holds back that.</summary>
    public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) =>
        SendFileFallback.SendFileAsync(Stream, path, offset, count, cancellationToken);

    public async Task CompleteAsync() => await _pipe.Writer.CompleteAsync().ConfigureAwait(false);

    /// <summary>The application has written all. Completes when it has arrived.</summary>
    /// <exception cref="OperationCanceledException">The connection was cut.</exception>
    public async Task EndAsync()
    {
        await CompleteAsync().ConfigureAwait(false);
        try
        {
            await _carried.ConfigureAwait(false);
        }
        finally
        {
            _passage.Reconsider = null;
            _context.Features.Set(_real);
        }
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var read = await _pipe.Reader.ReadAsync(_passage.Aborted).ConfigureAwait(false);
                var write = read.Buffer.ToArray();
                _pipe.Reader.AdvanceTo(read.Buffer.End);
                foreach (var piece in _held.Take(write, _passage.Conditions.HoldOf(_context.Response.ContentType), read.IsCompleted))
                {
                    await _line.SendAsync(piece).ConfigureAwait(false);
                }

                if (read.IsCompleted)
                {
                    return;
                }
            }
        }
        finally
        {
            _line.End();
            await _pipe.Reader.CompleteAsync().ConfigureAwait(false); // a cut: whoever still writes learns it
        }
    }

    private async ValueTask DeliverAsync(ReadOnlyMemory<byte> bytes) => await _real.Writer.WriteAsync(bytes, _passage.Aborted).ConfigureAwait(false);
}
