using System.Buffers;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MultiTransport.AspNetCore;

/// <summary>A request's whole body, read straight from the server's buffers where it lies in one piece.</summary>
internal readonly struct RequestBody : IDisposable
{
    private readonly PipeReader? _reader;
    private readonly ReadOnlySequence<byte> _sequence;
    private readonly byte[]? _rented;
    private readonly BodyShare _share;

    private RequestBody(PipeReader? reader, ReadOnlySequence<byte> sequence, bool isTooLarge, BodyShare share)
    {
        _reader = reader;
        _sequence = sequence;
        _share = share;
        IsTooLarge = isTooLarge;
        if (!isTooLarge && !sequence.IsSingleSegment)
        {
            _rented = ArrayPool<byte>.Shared.Rent((int)sequence.Length);
            sequence.CopyTo(_rented);
        }
    }

    public bool IsTooLarge { get; }

    public ReadOnlyMemory<byte> Memory => _rented is null ? _sequence.First : _rented.AsMemory(0, (int)_sequence.Length);

    /// <summary>Reads to the end, or until there is more than <paramref name="limit"/>.</summary>
    /// <param name="context">The request.</param>
    /// <param name="limit">The most bytes.</param>
    /// <param name="budget">What a body that comes in pieces counts for, while it is here.</param>
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, int limit, ByteBudget? budget = null)
    {
        var request = context.Request;
        if (request.ContentLength > limit)
        {
            return new RequestBody(null, default, isTooLarge: true, default);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit + 1L;
        }

        var share = new BodyShare(budget);
        try
        {
            var reader = request.BodyReader;
            while (true)
            {
                var result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
                if (result.IsCompleted || result.Buffer.Length > limit)
                {
                    return new RequestBody(reader, result.Buffer, result.Buffer.Length > limit, share);
                }

                share.Grow((int)result.Buffer.Length);
                reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
            }
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            share.Return();
            return new RequestBody(null, default, isTooLarge: true, default);
        }
        catch (Exception cut)
        {
            share.Return();
            if (cut is IOException and not BadHttpRequestException)
            {
                context.Abort(); // a reset that the server has not booked yet would be logged as an error of the application
            }

            throw;
        }
    }

    public void Dispose()
    {
        _share.Return();
        _reader?.AdvanceTo(_sequence.End);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
