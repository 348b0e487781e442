using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using MultiTransport.Server.Tests.Api;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Users;

public sealed class TokenTests
{
    [Fact]
    public async Task Negotiate_WithAGoodToken_IsAUsersUntilTheTokenExpires()
    {
        await using var host = await ApiHost.StartAsync(Tokens.Settings);

        var session = await OpenAsync(host, Tokens.Of("ann"));

        Assert.Equal("ann", session.UserId);
        Assert.InRange(session.Expires!.Value, DateTimeOffset.UtcNow.AddMinutes(55), DateTimeOffset.UtcNow.AddMinutes(65));
        Assert.Equal(1, (await host.SendAsync("DELETE", "/api/users/ann/sessions")).IsOk()["disconnected"].GetInt32());
    }

    [Fact]
    public async Task Negotiate_WithoutAToken_IsAnonymous()
    {
        await using var host = await ApiHost.StartAsync(Tokens.Settings);

        Assert.Null((await OpenAsync(host, null)).UserId);
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "expired", "token-expired", Tokens.Expired("ann") },
        { "of another key", "token-wrong", Tokens.Of("ann", new SymmetricSecurityKey(Encoding.UTF8.GetBytes("another-secret-of-32-bytes-or-more!")), SecurityAlgorithms.HmacSha256) },
        { "of nobody", "token-wrong", Tokens.Unsigned("ann") },
        { "of nobody, loudly", "token-wrong", Tokens.Unsigned("ann", "NONE") },
        { "without a signature", "token-wrong", Tokens.Unsigned("ann", "HS256") },
        { "of another issuer", "token-wrong", Tokens.Of("ann", ("iss", "https://evil.example")) },
        { "for somebody else", "token-wrong", Tokens.Of("ann", ("aud", "another")) },
        { "without an end", "token-wrong", Tokens.Endless("ann") },
        { "of nothing", "token-wrong", "abc" },
        { "of an API key", "token-wrong", ApiHost.Key },
        { "with its signature cut", "token-wrong", Tokens.Of("ann")[..^4] },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task Negotiate_WithATokenThatIsNotGood_OpensNothing(string what, string code, string token)
    {
        await using var host = await ApiHost.StartAsync(Tokens.Settings);

        var refused = (await host.SendBareAsync("POST", "/realtime/negotiate", null, ("Authorization", $"Bearer {token}"))).IsProblem(401, code);
        (await host.SendBareAsync("GET", "/realtime?wait=0", null, ("Authorization", $"Bearer {token}"))).IsProblem(401, code);

        Assert.Equal("stop", refused["action"].GetString());
        Assert.Contains("invalid_token", refused.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(token, refused.Body, StringComparison.Ordinal);
        Assert.True(host.Sessions.Count == 0, what);
    }

    [Fact]
    public async Task Negotiate_WithoutTheTokenThatIsRequired_OpensNothing()
    {
        await using var host = await ApiHost.StartAsync([.. Tokens.Settings, ("Jwt:Required", "true")]);

        (await host.SendBareAsync("POST", "/realtime/negotiate")).IsProblem(401, "token-missing", "Authorization: Bearer");

        Assert.Equal(0, host.Sessions.Count);
        Assert.Equal("ann", (await OpenAsync(host, Tokens.Of("ann"))).UserId);
    }

    [Fact]
    public async Task Message_UnderTheTokenOfAnother_IsSessionForeign()
    {
        await using var host = await ApiHost.StartAsync(Tokens.Settings);
        var opened = (await host.SendBareAsync("POST", "/realtime/negotiate", null, ("Authorization", $"Bearer {Tokens.Of("ann")}")))["session"];
        var session = ("MultiTransport-Session", $"{opened.GetProperty("id")}.{opened.GetProperty("secret")}");

        (await host.SendBareAsync("POST", "/realtime", null, session, ("MultiTransport-Number", "1"), ("Authorization", $"Bearer {Tokens.Of("eve")}"))).IsProblem(403, "session-foreign");
        (await host.SendBareAsync("POST", "/realtime", null, session, ("MultiTransport-Number", "1"), ("Authorization", $"Bearer {Tokens.Of("ann")}"))).IsProblem(500, "not-supported");
        (await host.SendBareAsync("POST", "/realtime", null, session, ("MultiTransport-Number", "2"), ("Authorization", "Bearer abc"))).IsProblem(500, "not-supported"); // the secret is what counts
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, "ann")]
    public async Task AccessToken_OfTheQuery_CountsWhereTheSettingSaysSo(bool accepted, string? user)
    {
        await using var host = await ApiHost.StartAsync([.. Tokens.Settings, ("Jwt:AcceptQuery", $"{accepted}")]);

        var id = await host.OpenAsync($"&access_token={Tokens.Of("ann")}");

        Assert.True(Protocol.SessionId.TryParse(id, out var parsed));
        Assert.Equal(user, host.Sessions.Find(parsed)!.UserId);
        Assert.Equal(accepted ? 401 : 200, (await host.SendBareAsync("GET", $"/realtime?wait=0&access_token={Tokens.Expired("ann")}")).Status);
    }

    [Fact]
    public async Task PublicKeys_InPemOrAKeySet_CheckTheirTokens()
    {
        using var rsa = RSA.Create(2048);
        using var curve = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = RSA.Create(2048);
        var files = Directory.CreateTempSubdirectory();
        try
        {
            var (pem, set) = (Path.Combine(files.FullName, "key.pem"), Path.Combine(files.FullName, "jwks.json"));
            await File.WriteAllTextAsync(pem, curve.ExportSubjectPublicKeyInfoPem());
            var p = other.ExportParameters(includePrivateParameters: false);
            await File.WriteAllTextAsync(set, JsonSerializer.Serialize(new
            {
                keys = new[] { new { kty = "RSA", kid = "one", n = Base64UrlEncoder.Encode(p.Modulus), e = Base64UrlEncoder.Encode(p.Exponent) } },
            }));
            await using var host = await ApiHost.StartAsync(
                ("Jwt:Issuer", Tokens.Issuer), ("Jwt:Audience", Tokens.Audience), ("Jwt:JwksFile", set), ("Jwt:Keys:0:Pem", rsa.ExportSubjectPublicKeyInfoPem()), ("Jwt:Keys:0:Id", "rsa"), ("Jwt:Keys:1:PemFile", pem));

            Assert.Equal("ann", (await OpenAsync(host, Tokens.Of("ann", new RsaSecurityKey(rsa) { KeyId = "rsa" }, SecurityAlgorithms.RsaSha256))).UserId);
            Assert.Equal("bob", (await OpenAsync(host, Tokens.Of("bob", new ECDsaSecurityKey(curve), SecurityAlgorithms.EcdsaSha256))).UserId);
            Assert.Equal("eve", (await OpenAsync(host, Tokens.Of("eve", new RsaSecurityKey(other) { KeyId = "one" }, SecurityAlgorithms.RsaSsaPssSha256))).UserId);

            // The public key, which everybody has, as if it were a shared secret.
            var forged = Tokens.Of("mallory", new SymmetricSecurityKey(Encoding.UTF8.GetBytes(rsa.ExportSubjectPublicKeyInfoPem())), SecurityAlgorithms.HmacSha256);
            (await host.SendBareAsync("POST", "/realtime/negotiate", null, ("Authorization", $"Bearer {forged}"))).IsProblem(401, "token-wrong");
        }
        finally
        {
            files.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Token_OfAnotherEndpoint_IsNotLookedAt()
    {
        await using var host = await ApiHost.StartAsync(Tokens.Settings);

        (await host.SendBareAsync("GET", "/api/topics", null, ("Authorization", $"Bearer {Tokens.Of("ann")}"))).IsProblem(401, "key-wrong");
        (await host.GetAsync("/api/topics")).IsOk();
        Assert.DoesNotContain(host.Host.Logs.Entries, log => log.Event.Name == "TokenValidationFailed");
    }

    [Theory]
    [InlineData("ann", "mine:ann:x", 't')]
    [InlineData("ann", "mine:bob:x", 'e')]
    [InlineData(null, "mine:ann:x", 'e')]
    [InlineData(null, "open:a", 't')]
    public async Task Subscribe_UnderAPolicy_IsForWhomItSays(string? user, string topic, char kind)
    {
        await using var host = await ApiHost.StartAsync(
            [.. Tokens.Settings, ("Topics:Rules:1:Name", "mine:*"), ("Topics:Rules:1:Subscribe", "policy:own"), ("Policies:own:TopicPrefix", "mine:{sub}:")]);
        var client = NegotiateAnswer.Parse(Encoding.UTF8.GetBytes(
            (await host.SendBareAsync("POST", "/realtime/negotiate", null, user is null ? [] : [("Authorization", $"Bearer {Tokens.Of(user)}")])).Body));
        var attach = new WireAttach(WireAttachMode.Take, client.Id, client.Secret, RandomNumberGenerator.GetBytes(8), 1, 0, 0, 0, 0);
        var operation = WireFrame.Request(1, (byte)'j', JsonSerializer.SerializeToUtf8Bytes(new { op = "subscribe", topic }));
        using var http = new HttpClient();
        using var body = new ByteArrayContent(WireFrame.Join(attach.ToFrame(), operation));

        using var polled = await http.PostAsync(host.Host.Address("/realtime/poll"), body);

        var response = Assert.Single(WireReader.ReadAll(await polled.Content.ReadAsByteArrayAsync()), frame => frame.Type == WireFrameType.Response);
        var answer = WireCorrelated.Parse(response.Payload);
        Assert.Equal(kind, (char)answer.Kind);
        Assert.Contains(kind == 'e' ? "topic-forbidden" : "\"index\"", Encoding.UTF8.GetString(answer.Body), StringComparison.Ordinal);
    }

    private static async Task<SessionStatus> OpenAsync(ApiHost host, string? token)
    {
        var answer = await host.SendBareAsync("POST", "/realtime/negotiate", null, token is null ? [] : [("Authorization", $"Bearer {token}")]);
        Assert.True(answer.Status == 200, answer.Body);
        Assert.True(Protocol.SessionId.TryParse(answer["session"].GetProperty("id").GetString(), out var id));
        return host.Sessions.Describe(id)!;
    }
}
