using MultiTransport.Server.Api.Keys;

namespace MultiTransport.Server.Api;

/// <summary>One request whose key is good.</summary>
/// <param name="Context">The request.</param>
/// <param name="Key">Whose it is.</param>
internal sealed record ApiCall(HttpContext Context, ApiKey Key)
{
    /// <summary>Asks for room for <paramref name="units"/> under the key's limit; the refusal where there is none.</summary>
    public ApiProblem? Spend(int units) => Key.TrySpend(units, out var wait)
        ? null
        : ApiProblem.Of(
            StatusCodes.Status429TooManyRequests, ApiCode.TooManyRequests, $"The key '{Key.Name}' may spend {Key.PerSecond} requests or messages a second (PerSecond). Try again after Retry-After.") with
        { RetryAfter = wait };

    /// <summary>The text that stands in the path at <paramref name="place"/>, counted from the end: as it was sent, so that an encoded slash stays one.</summary>
    public string PathText(int place) => ApiPath.Text(Context, place);
}
