using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

namespace MultiTransport.Server.Users;

/// <summary>Reads the keys that sign tokens.</summary>
internal static class JwtKeys
{
    private const int LeastSecretBytes = 32;
    private const int LeastRsaBits = 2048;

    private static readonly string[] Symmetric = [SecurityAlgorithms.HmacSha256, SecurityAlgorithms.HmacSha384, SecurityAlgorithms.HmacSha512];
    private static readonly string[] Rsa =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
    ];

    private static readonly string[] Curves = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512];

    /// <summary>All keys, and in <paramref name="faults"/> what is wrong with those that cannot be read.</summary>
    public static IReadOnlyList<SecurityKey> Read(JwtSettings settings, List<string> faults)
    {
        var keys = settings.Keys.Select((key, place) => Read(key, $"Jwt:Keys:{place}", faults)).OfType<SecurityKey>().ToList();
        if (settings.JwksFile.Length > 0 && ReadFile(settings.JwksFile, "Jwt:JwksFile", faults) is { } text)
        {
            keys.AddRange(ReadSet(text, faults));
        }

        return keys;
    }

    /// <summary>The algorithms that fit the keys: a public key is never taken for a shared secret.</summary>
    public static IReadOnlyList<string> Algorithms(IReadOnlyList<SecurityKey> keys) =>
    [
        .. keys.Any(static key => key is SymmetricSecurityKey or JsonWebKey { Kty: "oct" }) ? Symmetric : [],
        .. keys.Any(static key => key is RsaSecurityKey or JsonWebKey { Kty: "RSA" }) ? Rsa : [],
        .. keys.Any(static key => key is ECDsaSecurityKey or JsonWebKey { Kty: "EC" }) ? Curves : [],
    ];

    private static SecurityKey? Read(JwtKeySettings key, string path, List<string> faults)
    {
        string[] forms = [key.Secret, key.Pem, key.PemFile];
        if (forms.Count(static form => form.Length > 0) != 1)
        {
            faults.Add($"{path} must have exactly one of Secret, Pem and PemFile.");
            return null;
        }

        SecurityKey? read;
        if (key.Secret.Length > 0)
        {
            read = ReadSecret(key.Secret, path, faults);
        }
        else if (key.Pem.Length > 0)
        {
            read = ReadPem(key.Pem, $"{path}:Pem", faults);
        }
        else
        {
            read = ReadFile(key.PemFile, $"{path}:PemFile", faults) is { } text ? ReadPem(text, $"{path}:PemFile", faults) : null;
        }

        if (read is not null && key.Id.Length > 0)
        {
            read.KeyId = key.Id;
        }

        return read;
    }

    private static SymmetricSecurityKey? ReadSecret(string secret, string path, List<string> faults)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        if (bytes.Length >= LeastSecretBytes)
        {
            return new SymmetricSecurityKey(bytes);
        }

        faults.Add($"{path}:Secret has {bytes.Length} bytes; accepted are {LeastSecretBytes} at least.");
        return null;
    }

    private static SecurityKey? ReadPem(string pem, string path, List<string> faults)
    {
        if (pem.Contains("PRIVATE KEY", StringComparison.Ordinal))
        {
            faults.Add($"{path} is a private key, which belongs to whoever signs; accepted is the public one (openssl pkey -pubout).");
            return null;
        }

        try
        {
            var rsa = RSA.Create();
            rsa.ImportFromPem(pem);
            if (rsa.KeySize >= LeastRsaBits)
            {
                return new RsaSecurityKey(rsa);
            }

            faults.Add($"{path} is an RSA key of {rsa.KeySize} bits; accepted are {LeastRsaBits} at least.");
            return null;
        }
        catch (Exception other) when (other is ArgumentException or CryptographicException)
        {
            return ReadCurve(pem, path, faults);
        }
    }

    private static ECDsaSecurityKey? ReadCurve(string pem, string path, List<string> faults)
    {
        try
        {
            var curve = ECDsa.Create();
            curve.ImportFromPem(pem);
            return new ECDsaSecurityKey(curve);
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or CryptographicException)
        {
            faults.Add($"{path} cannot be read; accepted is a public RSA or EC key in PEM, beginning with -----BEGIN PUBLIC KEY-----.");
            return null;
        }
    }

    private static List<SecurityKey> ReadSet(string text, List<string> faults)
    {
        try
        {
            var keys = new JsonWebKeySet(text).Keys.Where(static key => key.Kty is "RSA" or "EC" or "oct").ToList<SecurityKey>();
            if (keys.Count > 0)
            {
                return keys;
            }

            faults.Add("Jwt:JwksFile has no key; accepted is a JSON Web Key Set with keys of the types RSA, EC or oct.");
        }
        catch (ArgumentException)
        {
            faults.Add("Jwt:JwksFile cannot be read; accepted is a JSON Web Key Set, {\"keys\":[...]}.");
        }

        return [];
    }

    private static string? ReadFile(string path, string setting, List<string> faults)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            faults.Add($"{setting} is '{path}', which cannot be read: {missing.Message}");
            return null;
        }
    }
}
