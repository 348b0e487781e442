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

    private RequestBody(PipeReader? reader, ReadOnlySequence<byte> sequence, bool isTooLarge)
    {
        _reader = reader;
        _sequence = sequence;
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
    public static async ValueTask<RequestBody> ReadAsync(HttpContext context, int limit)
    {
        var request = context.Request;
        if (request.ContentLength > limit)
        {
            return new RequestBody(null, default, isTooLarge: true);
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limit + 1L;
        }

        var reader = request.BodyReader;
        while (true)
        {
            ReadResult result;
            try
            {
                result = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            }
            catch (BadHttpRequestException fault) when (fault.StatusCode == StatusCodes.Status413PayloadTooLarge)
            {
                return new RequestBody(null, default, isTooLarge: true);
            }
            catch (IOException cut) when (cut is not BadHttpRequestException)
            {
                // A reset that the server has not booked yet would be logged as an error of the application.
                context.Abort();
                throw;
            }

            if (result.IsCompleted || result.Buffer.Length > limit)
            {
                return new RequestBody(reader, result.Buffer, result.Buffer.Length > limit);
            }

            reader.AdvanceTo(result.Buffer.Start, result.Buffer.End);
        }
    }

    public void Dispose()
    {
        _reader?.AdvanceTo(_sequence.End);
        if (_rented is not null)
        {
            ArrayPool<byte>.Shared.Return(_rented);
        }
    }
}
