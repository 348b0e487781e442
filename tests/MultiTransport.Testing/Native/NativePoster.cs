using System.Text;
using System.Text.Json;

namespace MultiTransport.Testing;

/// <summary><c>POST {base}</c> of section 8.5: one message up.</summary>
public sealed class NativePoster(Uri address, string? session) : IDisposable
{
    private readonly CarrierHttp _http = new(new ProtocolClientOptions());

    public Task<NativePosted> PostAsync(string text, long? number = null, string? contentType = "text/plain", CancellationToken cancellationToken = default) =>
        PostAsync(Encoding.UTF8.GetBytes(text), contentType, number, [], cancellationToken);

    public Task<NativePosted> PostAsync(byte[] bytes, long? number = null, CancellationToken cancellationToken = default) =>
        PostAsync(bytes, "application/octet-stream", number, [], cancellationToken);

    public async Task<NativePosted> PostAsync(
        byte[] bytes, string? contentType, long? number, IEnumerable<KeyValuePair<string, string>> headers, CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(bytes) };
        if (contentType is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        }

        if (session is not null)
        {
            request.Headers.TryAddWithoutValidation("MultiTransport-Session", session);
        }

        if (number is not null)
        {
            request.Headers.TryAddWithoutValidation("MultiTransport-Number", $"{number}");
        }

        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using var response = await _http.Invoker.SendAsync(request, cancellationToken).ConfigureAwait(false);
        return Parse((int)response.StatusCode, response.Headers.RetryAfter?.ToString(), await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
    }

    public void Dispose() => _http.Dispose();

    private static NativePosted Parse(int status, string? retryAfter, byte[] body)
    {
        if (status is not (200 or 202))
        {
            return new NativePosted(status, null, null, WireProblem.TryParse(body), retryAfter);
        }

        using var json = JsonDocument.Parse(body);
        return new NativePosted(status, json.RootElement.GetProperty("number").GetInt64(), json.RootElement.GetProperty("handled").GetBoolean(), null, retryAfter);
    }
}
