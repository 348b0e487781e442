using System.Buffers.Text;
using System.Security.Cryptography;

namespace MultiTransport.Server.Api.Keys;

/// <summary>Makes a key of the API: <c>api-key [NAME]</c>.</summary>
internal static class ApiKeyCommand
{
    public const string Name = "api-key";

    private const int Misused = 64;
    private const int Bytes = 32;

    /// <returns>0, or 64 for wrong arguments.</returns>
    public static int Run(string[] arguments, TextWriter output, TextWriter errors)
    {
        if (arguments.Length > 1 || arguments.Any(static argument => argument.StartsWith('-') || argument.Any(static c => char.IsControl(c) || c is '"' or '\\')))
        {
            errors.WriteLine("Usage: api-key [NAME]");
            return Misused;
        }

        var name = arguments.FirstOrDefault() ?? "my-server";
        var key = $"mt_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes))}";
        var hash = Convert.ToHexStringLower(ApiKeys.HashOf(key));
        output.WriteLine($$"""
            The key, which is shown this once:

              {{key}}

            In appsettings.json, where only its hash stands; change what it may do, and in which topics:

              "Api": { "Keys": [ { "Name": "{{name}}", "Hash": "{{hash}}", "May": [ "publish", "read", "sessions" ], "Topics": [ "*" ] } ] }

            Or as environment variables:

              Api__Keys__0__Name='{{name}}'
              Api__Keys__0__Hash={{hash}}
              Api__Keys__0__May__0=publish
              Api__Keys__0__May__1=read
              Api__Keys__0__May__2=sessions
              Api__Keys__0__Topics__0='*'
            """);
        return 0;
    }
}
