using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Server.Api.Publishing;

/// <summary>The header <c>Idempotency-Key</c>: the same request under the same key publishes once.</summary>
internal static class IdempotencyKey
{
    private const string Header = "Idempotency-Key";
    private const int MostLength = 128;

    /// <summary>Reads it; null where there is none.</summary>
    public static ApiProblem? Read(HttpRequest request, out string? key)
    {
        key = null;
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return null;
        }

        key = values.ToString();
        return values.Count == 1 && key.Length is >= 1 and <= MostLength && key.All(static c => c is >= ' ' and <= '~')
            ? null
            : ApiProblem.Of(
                StatusCodes.Status400BadRequest, ApiCode.IdempotencyKeyMalformed,
                $"{Header} is '{Shown.Of(key)}', {values.Count} values; accepted is one of 1 to {MostLength} printable ASCII characters.");
    }

    /// <summary>A key of the API and its idempotency key, as one text: keys of two clients never meet.</summary>
    public static string Scope(string client, string key) => $"{client}\n{key}";

    /// <summary>The key under which a topic's history knows one part of the batch.</summary>
    public static string OfPart(string scope, int part) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{scope}\n{part}"))));
}
