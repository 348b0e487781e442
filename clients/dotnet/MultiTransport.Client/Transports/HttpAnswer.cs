using System.Net;
using System.Text.Json;

namespace MultiTransport.Client;

/// <summary>Reads answers that are no frames, and says whose they are.</summary>
internal static class HttpAnswer
{
    private const int MaxProblem = 16 * 1024;

    /// <summary>How a request ended whose answer is no 200.</summary>
    public static async Task<CarrierEnd> RefusalAsync(HttpResponseMessage response, TimeProvider time, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        var body = await ReadAsync(response, MaxProblem, cancellationToken).ConfigureAwait(false);
        return Problem(body) is { } problem
            ? CarrierEnd.Refused(problem, status, RetryAfter(response, time))
            : CarrierEnd.NotOurs(Describe(response), status) with { RetryAfter = RetryAfter(response, time) };
    }

    /// <summary>The whole body, or null where it is longer.</summary>
    public static async Task<byte[]?> ReadAsync(HttpResponseMessage response, int most, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            using var whole = new MemoryStream();
            var buffer = new byte[8 * 1024];
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                if (whole.Length + count > most)
                {
                    return null;
                }

                whole.Write(buffer, 0, count);
            }

            return whole.ToArray();
        }
    }

    public static string Describe(HttpResponseMessage response)
    {
        var type = response.Content.Headers.ContentType?.MediaType ?? "no content type";
        var location = response.Headers.Location is { IsAbsoluteUri: true } to ? $", to {to.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped)}" : "";
        return $"The answer is {(int)response.StatusCode} with {type}{location}, and not this server's.";
    }

    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter is { } header ? header.Delta ?? (header.Date - time.GetUtcNow()) : null;
        return asked is { } wait && wait > TimeSpan.Zero ? wait < TimeSpan.FromHours(1) ? wait : TimeSpan.FromHours(1) : null;
    }

    /// <summary>How a request ended that reached no server. A proxy that wants a login before it lets anybody through has answered all the same.</summary>
    public static CarrierEnd Failure(Exception error) => error is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError, StatusCode: HttpStatusCode.ProxyAuthenticationRequired }
        ? CarrierEnd.NotOurs(Describe(error), (int)HttpStatusCode.ProxyAuthenticationRequired)
        : CarrierEnd.NoAnswer(Describe(error));

    /// <summary>What to say of a request that failed below HTTP.</summary>
    public static string Describe(Exception error) => error is HttpRequestException { InnerException: { } inner } && inner.Message != error.Message
        ? $"{error.Message} {inner.Message}"
        : error.Message;

    private static ProblemDetails? Problem(byte[]? body)
    {
        try
        {
            return body is { Length: > 0 } && JsonSerializer.Deserialize(body, ClientJson.Default.ProblemDetails) is { Code.Length: > 0 } problem ? problem : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
