using System.Security.Cryptography;
using System.Text;

namespace MultiTransport.Server.Api.Keys;

/// <summary>The keys of the API: finds whose a request is, in a time that tells nothing of how near a wrong key is to a right one.</summary>
internal sealed class ApiKeys(ApiSettings settings) : IDisposable
{
    private const string Scheme = "Bearer ";
    private const string Header = "X-Api-Key";
    private const int MostKeyLength = 512;

    private readonly ApiKey[] _keys = [.. settings.Keys.Select(static key => new ApiKey(key))];

    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Why the request may not; null where it may.</summary>
    public ApiProblem? Authenticate(IHeaderDictionary headers, ApiRight right, out ApiKey? key)
    {
        key = null;
        if (_keys.Length == 0)
        {
            return ApiProblem.Of(
                StatusCodes.Status403Forbidden, ApiCode.ApiOff, "No key is configured, so the API is off. The command api-key of this server makes a key, and the lines for Api:Keys of appsettings.json.");
        }

        string[] shown = [.. Shown(headers)];
        if (shown.Length == 0)
        {
            return ApiProblem.Of(StatusCodes.Status401Unauthorized, ApiCode.KeyMissing, $"A key is needed: send it as Authorization: Bearer KEY, or as {Header}: KEY.");
        }

        key = shown.Length == 1 ? Find(shown[0]) : null;
        if (key is null)
        {
            return ApiProblem.Of(StatusCodes.Status401Unauthorized, ApiCode.KeyWrong, shown.Length == 1 ? "There is no such key." : $"{shown.Length} keys were sent; accepted is one.");
        }

        return key.May(right)
            ? null
            : ApiProblem.Of(StatusCodes.Status403Forbidden, ApiCode.KeyForbidden, $"The key '{key.Name}' may not do this: it needs {right.ToString().ToLowerInvariant()} in May.");
    }

    /// <summary>The key of that text. Compares hashes, of all keys, whole, whatever the first ones say.</summary>
    internal ApiKey? Find(string text)
    {
        if (text.Length > MostKeyLength)
        {
            return null;
        }

        var hash = HashOf(text);
        ApiKey? found = null;
        foreach (var key in _keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.Hash.Span, hash))
            {
                found = key;
            }
        }

        return found;
    }

    public void Dispose()
    {
        foreach (var key in _keys)
        {
            key.Dispose();
        }
    }

    private static IEnumerable<string> Shown(IHeaderDictionary headers)
    {
        var bearers = headers.Authorization.OfType<string>().Where(static value => value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)).Select(static value => value[Scheme.Length..].Trim());
        return bearers.Concat(headers[Header].OfType<string>()).Distinct(StringComparer.Ordinal);
    }
}
