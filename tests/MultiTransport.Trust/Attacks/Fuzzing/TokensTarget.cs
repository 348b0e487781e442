using System.Text;
using MultiTransport.Trust.Ground;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>What stands in Authorization: tokens of users and keys of the API.</summary>
internal sealed class TokensTarget : IFuzzTarget
{
    private const string Api = "api";

    private static readonly JsonGrammar _claims = new("sub", "iss", "aud", "exp", "nbf", "iat", "alg", "typ", "kid", "jku", "jwk", "crit");

    public string Name => "tokens";

    public string Reads => "tokens of users and keys of the API";

    public IReadOnlyList<string> Ways { get; } = ["negotiate", "native", Api];

    public IReadOnlyList<byte[]> Seeds { get; } =
    [
        .. new[]
        {
            "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c", "Bearer a.b.c.d.e", $"Bearer {Credentials.ApiKey}x", "bearer x", "Bearer ..", $"Bearer {Credentials.Sign("{\"alg\":\"none\"}", "{}")}",
            $"Bearer {Credentials.Sign("{\"alg\":\"HS256\"}", "{\"sub\":\"ann\"}", "another-secret-of-32-bytes-or-more!")}",
            $"Bearer {Credentials.Sign("{\"alg\":\"HS256\",\"kid\":\"../../dev/null\"}", "{\"sub\":\"ann\",\"exp\":1e300}")}",
        }.Select(Encoding.ASCII.GetBytes),
    ];

    /// <summary>Claims and heads of all kinds, rightly signed half of the time; never a good token, since nobody knows an issuer.</summary>
    public byte[] Make(Random random)
    {
        var head = random.Next(2) == 0 ? """{"alg":"HS256","typ":"JWT"}""" : Encoding.UTF8.GetString(_claims.Make(random));
        var claims = Encoding.UTF8.GetString(_claims.Make(random));
        return Encoding.ASCII.GetBytes($"Bearer {(random.Next(2) == 0 ? Credentials.Sign(head, claims) : Credentials.Sign(head, claims, "another-secret-of-32-bytes-or-more!"))}");
    }

    public async Task<string> SendAsync(AttackedServer server, FuzzInput input)
    {
        var value = Encoding.Latin1.GetString(input.Bytes).Replace('\r', ' ').Replace('\n', ' ');
        return $"{input.Way}: " + input.Way switch
        {
            Api => await Call.AskAsync(new Uri(server.Url, "api/publish"), "POST", "{}"u8.ToArray(), ("Authorization", value), ("Content-Type", "application/json")),
            "native" => await Call.AskAsync(new Uri($"{server.Realtime}?wait=0"), "GET", null, ("Authorization", value)),
            _ => await Call.AskAsync(new Uri($"{server.Realtime}/negotiate"), "POST", [], ("Authorization", value)),
        };
    }

    /// <summary>Nothing that an attacker makes here is good: what is no bearer token is nobody's, every other one is refused.</summary>
    public bool MayAnswer(string answer) => Answered.IsOurs(answer) && !(answer.StartsWith(Api, StringComparison.Ordinal) && answer.Contains("200", StringComparison.Ordinal));
}
